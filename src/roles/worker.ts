import { setTimeout as sleep } from 'node:timers/promises';
import { startQueueWorker } from '../adapters/queue.ts';
import type { QueueStore } from '../adapters/queue-store.ts';
import type { WorkerDeps } from '../services/deps.ts';
import { every } from '../lib/every.ts';
import { forgetOld } from '../services/forget.ts';
import { takeSamples } from '../services/sample.ts';
import { tick } from '../services/schedule.ts';
import { remindOfSteps } from '../services/steps.ts';
import { createTaker } from '../services/take.ts';
import { begin, heartbeat, leave, lookAt } from '../services/work.ts';
import { guardName } from './name-guard.ts';

const heartbeatMs = 5000;
const catchUpMs = 5000;
const takeMs = 5000;
const finishLimitMs = 60_000;
const forgetMs = 3_600_000;
const sampleMs = 15 * 60_000;
const remindMs = 5 * 60_000;

/** The role with the platform's credentials, for one environment. */
export async function startWorker(deps: WorkerDeps, queueStore: QueueStore): Promise<{ stop(): Promise<void> }> {
  const environment = deps.settings.environments.find(({ name }) => name === deps.environment);
  if (!environment) throw new Error(`there is no environment ${deps.environment}`);
  const guard = await guardName(deps);
  await begin(deps);
  const tickOf = async (id: string) => {
    const schedule = deps.settings.schedules.find((one) => one.id === id);
    if (schedule) await tick(deps, environment, schedule);
  };
  const worker = await startQueueWorker(queueStore, {
    environment: deps.environment,
    schedules: deps.settings.schedules,
    onRun: (run) => lookAt(deps, run),
    onTick: tickOf,
    log: deps.log,
  });
  const taker = createTaker(deps);
  const round = (ms: number, work: () => Promise<unknown>, failed: string) => every(ms, work, (err) => deps.log.warn({ err }, failed));
  const presence = round(heartbeatMs, () => heartbeat(deps), 'presence could not be stored');
  const rounds = [
    round(takeMs, () => taker.look(), 'due runs could not be looked for'),
    // The queue drops an overdue tick; the key of the due instant makes catching up harmless.
    round(catchUpMs, () => Promise.all(deps.settings.schedules.map(({ id }) => tickOf(id))), 'schedules could not be looked at'),
    round(forgetMs, () => forgetOld(deps), 'what is too old could not be forgotten'),
    round(remindMs, () => remindOfSteps(deps, environment.channel), 'nobody could be reminded of open steps'),
    round(sampleMs, () => takeSamples(deps), 'samples could not be kept'),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((one) => one.stop()));
      await Promise.race([Promise.all([worker.close(), taker.finished()]), sleep(finishLimitMs, undefined, { ref: false })]);
      // Not before: without it others say after 15 s that no worker is alive, while this one finishes its step.
      await presence.stop();
      await guard.release();
      await leave(deps).catch((err: unknown) => deps.log.debug({ err }, 'leaving'));
    },
  };
}
