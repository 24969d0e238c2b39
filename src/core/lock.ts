import { z } from 'zod';

/** A part of the platform that one run has for itself: no other run may change it meanwhile. */
export const Lock = z.object({
  /** As plans name it, such as `backups`. */
  resource: z.string(),
  run: z.number(),
  since: z.date(),
});
export type Lock = z.infer<typeof Lock>;
