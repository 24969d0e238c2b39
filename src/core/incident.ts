import { z } from 'zod';

/** What kind of emergency it is; each has a checklist of its own. */
export const incidentKinds = ['system', 'security', 'data-loss'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

/** In words, for the headline. */
export const kindTitles: Readonly<Record<IncidentKind, string>> = {
  system: 'system failure',
  security: 'security incident',
  'data-loss': 'loss of data',
};

/** An emergency from its declaration to its end. */
export const Incident = z.object({
  id: z.number(),
  environment: z.string(),
  kind: z.enum(incidentKinds),
  title: z.string(),
  state: z.enum(['investigating', 'mitigated', 'resolved']),
  lead: z.string(),
  news: z.string().nullable(),
  channel: z.string(),
  openedBy: z.string(),
  openedAt: z.date(),
  resolvedBy: z.string().nullable(),
  resolvedAt: z.date().nullable(),
  outcome: z.string().nullable(),
});
export type Incident = z.infer<typeof Incident>;
