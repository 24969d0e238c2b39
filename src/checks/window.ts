import { z } from 'zod';
import { duration } from '../lib/words.ts';

const DAY_MS = 24 * 3_600_000;

/** What somebody may ask a check that looks back: since when. */
export const AskedWindow = z.object({ since: z.iso.datetime().optional() });

/** How far a check looked back, where that is not the last day. */
export interface Window {
  readonly windowMs?: number;
}

/** The last 24 h unless somebody asks for another beginning. */
export function windowOf(now: Date, asked: z.output<typeof AskedWindow> | undefined): Window & { readonly since: Date } {
  if (asked?.since === undefined) return { since: new Date(now.getTime() - DAY_MS) };
  const since = new Date(asked.since);
  return { since, windowMs: now.getTime() - since.getTime() };
}

/** "24 h". */
export function reach({ windowMs = DAY_MS }: Window): string {
  return duration(windowMs);
}
