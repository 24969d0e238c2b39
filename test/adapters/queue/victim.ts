/** A worker of its own that never ends what it begins, until somebody kills it; told what by its environment. */
import pino from 'pino';
import { startQueueWorker } from '../../../src/adapters/queue.ts';

const { KIND: kind = '', URL: url = '', LOST_AFTER_MS: lostAfterMs = '', CRON: cron } = process.env;

const begin = (what: string) => {
  process.stdout.write(`${what}\n`);
  return new Promise<void>(() => {});
};

await startQueueWorker(kind === 'redis' ? { kind: 'redis', url } : { kind: 'postgres', url }, {
  environment: 'prod',
  schedules: cron === undefined ? [] : [{ id: 'morning', cron, timezone: 'UTC' }],
  onRun: (run) => begin(`run ${run}`),
  onTick: (schedule) => begin(`tick ${schedule}`),
  log: pino({ level: 'silent' }),
  lostAfterMs: Number(lostAfterMs),
});
