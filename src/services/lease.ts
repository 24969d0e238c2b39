import type { Logger } from 'pino';
import { Progress } from '../core/run.ts';
import type { Run } from '../core/run.ts';
import { beat, move } from '../store/runs.ts';
import type { Store } from '../store/store.ts';

export const leaseSeconds = 30;
const beatMs = 5000;
/** Without a heartbeat for so long the lease is about to end: stop before somebody else begins. */
const giveUpMs = 24_000;

export class Cancelled extends Error {
  readonly by: string;

  constructor(by: string) {
    super('cancelled');
    this.by = by;
  }
}

/** The run belongs to somebody else by now, or the store cannot be asked: nothing more may be done. */
export class LeaseLost extends Error {}

/** What a worker holds while it works on a run. */
export interface Lease {
  /** Aborts with `Cancelled` or `LeaseLost`. */
  readonly signal: AbortSignal;
  /** Shows progress, at most once a second; a lost one harms nobody. */
  progress(progress: Progress): void;
  /** Ends the heartbeat; the lease itself is given back by the move that ends the attempt. */
  stop(): void;
}

/** Keeps a claimed run ours by a heartbeat, which also brings back that somebody wants it cancelled. */
export function keepLease({ store, log }: { readonly store: Store; readonly log: Logger }, run: Run, worker: string): Lease {
  const controller = new AbortController();
  let lastBeat = Date.now();
  let lastProgress = 0;
  const timer = setInterval(() => {
    beat(store, run, worker, leaseSeconds).then(
      (row) => {
        lastBeat = Date.now();
        if (!row) controller.abort(new LeaseLost('the run belongs to another worker by now'));
        else if (row.cancelBy !== null) controller.abort(new Cancelled(row.cancelBy));
      },
      (err: unknown) => {
        log.warn({ run: run.id, err }, 'heartbeat failed');
        if (Date.now() - lastBeat > giveUpMs) controller.abort(new LeaseLost('the store cannot be reached'));
      },
    );
  }, beatMs);
  timer.unref();
  return {
    signal: controller.signal,
    progress(progress) {
      if (Date.now() - lastProgress < 1000) return;
      lastProgress = Date.now();
      move(store, run.id, ['running'], { progress: Progress.parse(progress) }, run.attempt).catch((err: unknown) =>
        log.debug({ run: run.id, err }, 'progress could not be stored'),
      );
    },
    stop: () => clearInterval(timer),
  };
}
