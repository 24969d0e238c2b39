import { statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Answer, ApiParts } from './answer.ts';

const CPU_SAMPLE_MS = 1000;

/** `GET /api/v1/metrics`: figures of this host and database; takes a second, for which it watches the processors. 500 when the database is away. */
export async function metrics(parts: ApiParts): Promise<Answer> {
  const before = cpuTimes();
  await sleep(CPU_SAMPLE_MS);
  const after = cpuTimes();
  try {
    const [database, redis, disk] = await Promise.all([counts(parts), redisFigures(parts), statfs('/')]);
    const total = after.total - before.total;
    const used = totalmem() - freemem();
    const diskTotal = disk.blocks * disk.bsize;
    const diskUsed = (disk.blocks - disk.bfree) * disk.bsize;
    const system = {
      cpu_percent: total === 0 ? 0 : round((100 * (after.busy - before.busy)) / total),
      memory_percent: round((100 * used) / totalmem()),
      memory_used_bytes: used,
      memory_total_bytes: totalmem(),
      disk_percent: (100 * diskUsed) / diskTotal,
      disk_used_bytes: diskUsed,
      disk_total_bytes: diskTotal,
    };
    return { status: 200, body: { system, database, redis, websocket: { connected_clients: 0 } } };
  } catch (problem) {
    return {
      status: 500,
      body: { error: `(psycopg2.OperationalError) ${String(problem)} [SQL: SELECT count(*) AS count_1 FROM domains]` },
    };
  }
}

async function counts({ pool }: ApiParts): Promise<object> {
  const { rows } = await pool.query<{ domain_count: number; job_count: number; active_jobs: number }>(
    `SELECT (SELECT count(*)::int FROM domains) AS domain_count, count(*)::int AS job_count,
            count(*) FILTER (WHERE status = 'running')::int AS active_jobs FROM jobs`,
  );
  return { ...rows[0] };
}

// Like the real one: zeros when Redis does not answer.
async function redisFigures({ redis }: ApiParts): Promise<object> {
  const text = await redis?.info().catch(() => '');
  const figure = (name: string): number => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(text ?? '')?.[1] ?? 0);
  return { memory_used_bytes: figure('used_memory'), connected_clients: figure('connected_clients') };
}

function cpuTimes(): { readonly busy: number; readonly total: number } {
  const times = cpus().map((cpu) => cpu.times);
  const total = sum(times.flatMap((each) => Object.values(each)));
  return { total, busy: total - sum(times.map((each) => each.idle)) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}

function round(percent: number): number {
  return Math.round(percent * 10) / 10;
}
