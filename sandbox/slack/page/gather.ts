import type { News } from './schemas.ts';
import type { Step } from './state.ts';

type Change = Exclude<News, { readonly is: 'hello' }>;

/** News that come within a moment, taken in together. */
export interface Gathered {
  add(news: Change): void;
  end(): void;
}

/** The page is drawn once for what comes within this time: too short to be seen, long enough for a crowd. */
const MOMENT_MS = 40;

export function gather(step: (step: Step) => void): Gathered {
  const waiting: Change[] = [];
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const flush = (): void => {
    timers.clear();
    step({ is: 'news', of: waiting.splice(0) });
  };
  return {
    add(news) {
      waiting.push(news);
      if (timers.size === 0) timers.add(setTimeout(flush, MOMENT_MS));
    },
    end: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}
