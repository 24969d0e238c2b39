import { z } from 'zod';

/** What can happen to a run; each is a row of the append-only log. */
export const entryKinds = [
  'asked',
  'refused',
  'planned',
  'voted',
  'withdrawn',
  'vote refused',
  'denied',
  'ready',
  'started',
  'step',
  'stale',
  'interrupted',
  'settled',
  'resumed',
  'abandoned',
  'cancel asked',
  'ended',
  'note',
  'scheduled',
  'step opened',
  'step done',
  'step skipped',
  'step given',
  'step reminded',
  'incident opened',
  'incident note',
  'incident update',
  'incident lead',
  'incident mitigated',
  'incident resolved',
  'frozen',
  'unfrozen',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** One row of the log: something that happened, hashed together with the row before it. */
export const Entry = z.object({
  seq: z.number(),
  key: z.string().nullable(),
  at: z.date(),
  environment: z.string().nullable(),
  run: z.number().nullable(),
  kind: z.string(),
  by: z.string().nullable(),
  body: z.record(z.string(), z.unknown()),
  hash: z.string(),
});
export type Entry = z.infer<typeof Entry>;
