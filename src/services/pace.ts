/** Slack takes about one post a second in a channel, and a few at once (its documentation of rate limits): we stay below that. */
const atOnce = 3;
const msEach = 1000;

/** How fast the bot may post in each channel, so that Slack has no reason to refuse a post. */
export interface Pace {
  /** Takes leave for one post: 0 when it may go now, else the milliseconds until the next one may. */
  leave(channel: string): number;
}

export function createPace(clock: () => Date, { most = atOnce }: { readonly most?: number } = {}): Pace {
  /** When the last leave of a channel will have been made up for, in ms since 1970. */
  const owed = new Map<string, number>();
  return {
    leave(channel) {
      const now = clock().getTime();
      const until = Math.max(owed.get(channel) ?? 0, now);
      const wait = until + msEach - (now + most * msEach);
      if (wait > 0) return wait;
      owed.set(channel, until + msEach);
      return 0;
    },
  };
}
