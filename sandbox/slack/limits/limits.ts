import type { Clock } from '../clock.ts';
import { tierOf } from './tiers.ts';

/** How strict the limits are: Slack's own, so tight that every application meets them, or none. */
export const profiles = {
  slack: { perMinute: { 1: 1, 2: 20, 3: 50, 4: 100 }, postsPerSecond: 1, postsAtOnce: 5 },
  tight: { perMinute: { 1: 1, 2: 2, 3: 4, 4: 6 }, postsPerSecond: 1, postsAtOnce: 1 },
  off: undefined,
} as const;
export type Profile = keyof typeof profiles;

/** The rate limits of the Web API, per method, and per channel for posts. */
export interface Limits {
  profile(): Profile;
  /** Chooses a profile and forgets what was used so far. */
  choose(profile: Profile): void;
  /** Counts one call; the whole seconds after which to try again when there were too many, as in the header Retry-After. */
  count(method: string, channel: string | undefined): number | undefined;
}

interface Bucket {
  readonly tokens: number;
  readonly at: number;
}

/** About one a second for each channel, as for each response_url; whispers have a tier like any other method. */
const posts = new Set(['chat.postMessage', 'response_url']);

export function createLimits(clock: Pick<Clock, 'now'>, first: Profile): Limits {
  const buckets = new Map<string, Bucket>();
  const state = { profile: first };

  /** Takes a token from a bucket that fills by `perSecond` up to `most`; the milliseconds until there is one when there is none. */
  function take(key: string, perSecond: number, most: number): number {
    const at = clock.now().getTime();
    const before = buckets.get(key) ?? { tokens: most, at };
    const tokens = Math.min(most, before.tokens + ((at - before.at) / 1000) * perSecond);
    if (tokens < 1) return ((1 - tokens) / perSecond) * 1000;
    buckets.set(key, { tokens: tokens - 1, at });
    return 0;
  }

  return {
    profile: () => state.profile,
    choose(profile) {
      state.profile = profile;
      buckets.clear();
    },
    count(method, channel) {
      const limits = profiles[state.profile];
      if (!limits) return undefined;
      const tier = tierOf(method);
      const perMinute = tier === 'special' ? undefined : limits.perMinute[tier];
      const waitMs = posts.has(method)
        ? take(`post ${channel}`, limits.postsPerSecond, limits.postsAtOnce)
        : perMinute === undefined
          ? 0
          : take(method, perMinute / 60, perMinute);
      return waitMs > 0 ? Math.max(1, Math.ceil(waitMs / 1000)) : undefined;
    },
  };
}
