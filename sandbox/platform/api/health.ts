import { inspectActive } from '../celery/inspect.ts';
import type { Answer, ApiParts } from './answer.ts';

const ABOUT = { version: '1.0.0', service: 'bigshot-api' };

/** `GET /api/v1/health`: 200 whatever is wrong; only the body tells. */
export async function basicHealth({ pool }: ApiParts): Promise<Answer> {
  const about = { timestamp: new Date().toISOString(), ...ABOUT };
  const database = await attempt(() => pool.query('SELECT 1'));
  if (database.is === 'done') return { status: 200, body: { status: 'healthy', ...about, database: 'connected' } };
  return { status: 200, body: { status: 'starting', ...about, database: 'disconnected', database_error: database.problem } };
}

/** `GET /api/v1/health/detailed`: like the real one it says `healthy` with the worker dead; only `checks.celery` tells. */
export async function detailedHealth({ pool, redis }: ApiParts): Promise<Answer> {
  const [database, broker, workers] = await Promise.all([
    attempt(() => pool.query('SELECT 1')),
    redis && attempt(() => redis.ping()),
    redis && attempt(() => inspectActive(redis)),
  ]);
  const probes = [database, broker, workers].filter((probe) => probe !== undefined);
  const isWell = probes.every((probe) => probe.is === 'done');
  const checks = {
    database: described(database),
    ...(broker && { redis: described(broker) }),
    ...(workers && { celery: workers.is === 'done' ? ofWorkers(workers.value.length) : described(workers) }),
    websocket: { status: 'healthy', connected_clients: 0 },
  };
  return {
    status: isWell ? 200 : 503,
    body: { status: isWell ? 'healthy' : 'degraded', timestamp: new Date().toISOString(), ...ABOUT, checks },
  };
}

type Attempt<Value> = { readonly is: 'done'; readonly value: Value } | { readonly is: 'failed'; readonly problem: string };

function attempt<Value>(work: () => Promise<Value>): Promise<Attempt<Value>> {
  return work().then(
    (value) => ({ is: 'done', value }),
    (problem: unknown) => ({ is: 'failed', problem: String(problem) }),
  );
}

function described(probe: Attempt<unknown>): object {
  // The real one gives this constant too; it measures nothing.
  return probe.is === 'done' ? { status: 'healthy', response_time: 0.001 } : { status: 'unhealthy', error: probe.problem };
}

function ofWorkers(count: number): object {
  return { status: count > 0 ? 'healthy' : 'unhealthy', active_workers: count };
}
