import * as z from 'zod/mini';

/** One passage over the wire. `at` is ISO 8601; `ms` is how long a call took, or an ack kept one waiting. */
export const Entry = z.object({
  seq: z.number(),
  at: z.string(),
  is: z.string(),
  what: z.string(),
  by: z.string(),
  state: z.enum(['good', 'bad', 'faulted', 'unsent', 'waiting']),
  says: z.optional(z.string()),
  given: z.optional(z.unknown()),
  answer: z.optional(z.unknown()),
  ms: z.optional(z.number()),
});
export type Entry = z.infer<typeof Entry>;

export const Verdict = z.object({
  clean: z.boolean(),
  waiting: z.number(),
  bad: z.number(),
  unsent: z.number(),
  faulted: z.number(),
  problems: z.array(z.object({ seq: z.number(), what: z.string(), says: z.string() })),
});
export type Verdict = z.infer<typeof Verdict>;

export const TrafficList = z.object({ entries: z.array(Entry), mark: z.number(), beginning: z.string(), verdict: Verdict });

export const parameters = ['only', 'ms', 'status', 'error', 'retryAfter', 'reason'] as const;
export type Parameter = (typeof parameters)[number];

const Value = z.union([z.string(), z.number()]);
const Kind = z.object({
  title: z.string(),
  parameters: z.array(z.enum(parameters)),
  defaults: z.optional(z.record(z.string(), Value)),
});
export type Kind = z.infer<typeof Kind>;

const ActiveFault = z.looseObject({ name: z.string(), struck: z.number() });
export type ActiveFault = z.infer<typeof ActiveFault>;

export const FaultList = z.object({
  standing: z.record(z.string(), Kind),
  sudden: z.record(z.string(), Kind),
  active: z.array(ActiveFault),
});
export type FaultList = z.infer<typeof FaultList>;

export const Clock = z.object({ now: z.string(), ahead_ms: z.number() });
export type Clock = z.infer<typeof Clock>;

export const Limits = z.object({ profile: z.string() });

export const Start = z.object({
  team: z.object({ name: z.string() }),
  bot: z.object({ id: z.string(), name: z.string() }),
  control: z.string(),
  people: z.array(z.object({ id: z.string(), name: z.string(), role: z.string(), deactivated: z.boolean() })),
});
export type Start = z.infer<typeof Start>;
