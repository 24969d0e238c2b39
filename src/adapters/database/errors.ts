import { OpsError } from '../../core/errors.ts';

/** Says what was being done when the database refused; what has said so already, and an abort, goes through as it is. */
export async function doing<Result>(what: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof OpsError || (signal.aborted && cause === signal.reason)) throw cause;
    throw new OpsError('database', what, { cause });
  }
}
