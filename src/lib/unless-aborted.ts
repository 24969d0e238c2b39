/** Waits for work, but only until the signal is aborted: then it throws the signal's reason, also where the work does not listen to it and goes on. */
export async function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const { promise, abort } = whenAborted(signal);
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', abort);
    work.catch(() => {}); // the race was lost: its late rejection is no news
  }
}

function whenAborted(signal: AbortSignal): { readonly promise: Promise<never>; readonly abort: () => void } {
  let abort = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
  return { promise, abort };
}
