import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import type { Logger } from 'pino';
import { project } from '../services/project.ts';
import type { ProjectorDeps } from '../services/project.ts';

const pollMs = 2000;
const retryMs = 2000;
/** Changes that come together become one edit. */
const gatherMs = 150;

/** Draws pictures: one process at a time, guarded by a session lock on the connection that listens. */
export function startProjector(deps: ProjectorDeps): { stop(): Promise<void> } {
  const stop = new AbortController();
  const running = keepDrawing(deps, stop.signal);
  return {
    async stop() {
      stop.abort();
      await running;
    },
  };
}

async function keepDrawing(deps: ProjectorDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let client: pg.Client | undefined;
    try {
      client = await deps.store.connect();
      const bell = createBell(client, deps.log, signal);
      await turnOf(client, bell, deps, signal).finally(() => bell.unhang());
    } catch (err) {
      deps.log.warn({ err }, 'projector lost its connection');
    }
    await client?.end().catch((err: unknown) => deps.log.debug({ err }, 'closing the projector’s connection'));
    if (!signal.aborted) await pause(retryMs, signal);
  }
}

async function turnOf(client: pg.Client, bell: Bell, deps: ProjectorDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && !bell.broken()) {
    const locked = await client.query<{ mine: boolean }>("select pg_try_advisory_lock(hashtext('bigshot projector')) as mine");
    if (locked.rows[0]?.mine === true) break;
    await pause(retryMs, signal);
  }
  await client.query('listen messages');
  while (!signal.aborted && !bell.broken()) {
    bell.clear();
    // Whoever lost the connection lost the lock with it, and another draws already.
    await client.query('select 1');
    const heldMs = await project(deps).catch((err: unknown) => void deps.log.warn({ err }, 'a round of drawing failed'));
    if ((await bell.rings(Math.min(pollMs, heldMs ?? pollMs))) === 'rang') await pause(gatherMs, signal);
  }
}

interface Bell {
  broken(): boolean;
  clear(): void;
  rings(ms: number): Promise<'rang' | 'silent'>;
  /** The signal lives as long as the process does, and would keep every connection that was lost. */
  unhang(): void;
}

/** NOTIFY, or the end of the connection, or the poll: whichever comes first. */
function createBell(client: pg.Client, log: Logger, signal: AbortSignal): Bell {
  let broken = false;
  let rung = false;
  let wake: () => void = () => {};
  const ring = () => {
    rung = true;
    wake();
  };
  client.on('notification', ring);
  client.on('end', () => {
    broken = true;
    ring();
  });
  client.on('error', (err) => {
    broken = true;
    log.warn({ err }, 'projector connection trouble');
    ring();
  });
  signal.addEventListener('abort', ring, { once: true });
  return {
    broken: () => broken,
    clear: () => {
      rung = false;
    },
    rings: (ms) =>
      new Promise((resolve) => {
        if (rung) return resolve('rang');
        const timer = setTimeout(() => resolve('silent'), ms);
        wake = () => {
          clearTimeout(timer);
          resolve('rang');
        };
      }),
    unhang: () => signal.removeEventListener('abort', ring),
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // It also lets go of the signal afterwards, which lives as long as the process does.
  await sleep(ms, undefined, { signal }).catch(() => {});
}
