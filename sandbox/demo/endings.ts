import type { Ending } from './parts.ts';

/** What runs and has to be ended, in the order bot, front, stores. */
export interface Endings {
  readonly add: (ending: Ending) => void;
  /** Ends everything that was added, and at once what is added afterwards. Never rejects: what cannot be ended must not keep the rest alive. */
  stop(): Promise<void>;
}

const ORDER = ['bot', 'front', 'stores'] as const;

export function createEndings(): Endings {
  const waiting: Ending[] = [];
  let stopping: Promise<void> | undefined;
  const drain = async (): Promise<void> => {
    while (waiting.length > 0) {
      for (const rank of ORDER) {
        const due = waiting.filter((ending) => ending.rank === rank);
        due.forEach((ending) => waiting.splice(waiting.indexOf(ending), 1));
        await Promise.allSettled(due.map((ending) => ending.end()));
      }
    }
  };
  return {
    add: (ending) => {
      waiting.push(ending);
      if (stopping) stopping = stopping.then(drain);
    },
    stop: async () => {
      stopping ??= drain();
      await stopping;
    },
  };
}
