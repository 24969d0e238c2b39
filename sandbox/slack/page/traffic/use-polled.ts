import { useEffect, useRef } from 'preact/hooks';

/** Calls `task` at once and then again and again, each time so long after it ended; not while it is off. */
export function usePolled(task: () => Promise<void>, everyMs: number, on: boolean): void {
  const latest = useRef(task);
  latest.current = task;
  useEffect(() => {
    if (!on) return undefined;
    const own = { ended: false, timer: setTimeout(() => {}, 0) };
    const round = async (): Promise<void> => {
      await latest.current();
      if (!own.ended) own.timer = setTimeout(() => void round(), everyMs);
    };
    void round();
    return () => {
      own.ended = true;
      clearTimeout(own.timer);
    };
  }, [everyMs, on]);
}
