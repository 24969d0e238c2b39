import type { Logger } from 'pino';
import type { Definitions } from '../core/definitions.ts';
import type { Settings } from '../core/settings.ts';
import type { Ports } from '../ports/index.ts';
import type { Store } from '../store/store.ts';

/** Says to the workers "look at run N". Never awaited by people: what is lost is found by the sweep. */
export interface RunQueue {
  add(environment: string, run: number, attempt: number): Promise<void>;
}

/** What every service may use. */
export interface Deps {
  readonly store: Store;
  readonly definitions: Definitions;
  readonly settings: Settings;
  readonly queue: RunQueue;
  readonly clock: () => Date;
  readonly log: Logger;
}

/** What the services of a worker may use besides. */
export interface WorkerDeps extends Deps {
  readonly environment: string;
  readonly ports: Ports;
  /** Stable over restarts, so that a restarted worker ends the leases of its former life. */
  readonly worker: string;
  readonly version: string;
  /** True from SIGTERM on: finish the step, hand the run back. */
  readonly stopping: () => boolean;
}

/** Tells the workers, and lets go. */
export function announce(
  { queue, log }: Pick<Deps, 'queue' | 'log'>,
  run: { readonly environment: string; readonly id: number; readonly attempt: number },
): void {
  queue
    .add(run.environment, run.id, run.attempt)
    .catch((err: unknown) => log.warn({ run: run.id, err }, 'run could not be queued, the sweep will do it'));
}
