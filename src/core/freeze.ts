import { z } from 'zod';

/** Nothing in the environment may be changed for now: who said so and why. Looks, votes and what only adds go on. */
export const Freeze = z.object({
  environment: z.string(),
  reason: z.string(),
  /** Who froze it. */
  owner: z.string(),
  since: z.date(),
  /** When it is over by itself; null: when somebody lifts it. */
  until: z.date().nullable(),
});
export type Freeze = z.infer<typeof Freeze>;
