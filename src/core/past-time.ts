import * as chrono from 'chrono-node';
import { z } from 'zod';

/** A moment in the past as people type it: `2h`, `3 months`, `yesterday`, `2026-11-20`. */
export const PastTime = z.string().transform((text, context): Date => {
  const bare = /^\d+\s*[a-z]+$/i.test(text.trim());
  const found = chrono.parseDate(bare ? `${text} ago` : text, new Date(), { forwardDate: false });
  if (found && found.getTime() <= Date.now()) return found;
  context.addIssue({ code: 'custom', message: 'is a time in the past such as `2h`, `3 days`, `yesterday` or `2026-11-20`' });
  return z.NEVER;
});
