import { z } from 'zod';
import type { Json } from './json.ts';

export const RunState = z.enum(['requested', 'waiting', 'ready', 'running', 'interrupted', 'ended']);
export type RunState = z.infer<typeof RunState>;

export const Outcome = z.enum([
  'succeeded',
  'failed',
  'cancelled',
  'abandoned',
  'nothing to do',
  'refused',
  'skipped',
  'denied',
  'expired',
]);
export type Outcome = z.infer<typeof Outcome>;

/** What was planned, as it is stored, shown and hashed. */
export const StoredPlan = z.object({
  summary: z.string(),
  facts: z.array(z.string()).readonly(),
  impact: z.string(),
  seconds: z.number().optional(),
  work: z.custom<Json>((value) => value !== undefined),
  steps: z.array(z.object({ id: z.string(), does: z.string() })).readonly(),
  locks: z.array(z.string()).readonly(),
  /** The attempt that made it: two plans of a run never have one digest, so votes for a void one can never count again. */
  planned: z.number().default(0),
});
export type StoredPlan = z.infer<typeof StoredPlan>;

export const Progress = z.object({ step: z.number(), of: z.number(), does: z.string(), detail: z.string().optional() });
export type Progress = z.infer<typeof Progress>;

/** A piece of work from request to end. There is no state for "approved" or "queued": an approved run is `ready`, why it does not start is `held`. */
export const Run = z.object({
  id: z.number(),
  key: z.string(),
  environment: z.string(),
  kind: z.enum(['check', 'checklist', 'task']),
  subject: z.string(),
  input: z.unknown(),
  by: z.string(),
  via: z.string(),
  reason: z.string().nullable(),
  undoes: z.number().nullable(),
  state: RunState,
  outcome: Outcome.nullable(),
  why: z.string().nullable(),
  plan: StoredPlan.nullable(),
  digest: z.string().nullable(),
  validUntil: z.date().nullable(),
  channel: z.string().nullable(),
  thread: z.string().nullable(),
  replyUrl: z.string().nullable(),
  audience: z.enum(['channel', 'asker']),
  aim: z.enum(['finish', 'clean up']),
  attempt: z.number(),
  worker: z.string().nullable(),
  leaseUntil: z.date().nullable(),
  notBefore: z.date().nullable(),
  held: z.string().nullable(),
  progress: Progress.nullable(),
  cancelBy: z.string().nullable(),
  settled: z.number(),
  lateFor: z.date().nullable(),
  createdAt: z.date(),
  startedAt: z.date().nullable(),
  endedAt: z.date().nullable(),
});
export type Run = z.infer<typeof Run>;
