import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade } from '../core/finding.ts';
import { metLimit, plural } from '../lib/words.ts';

export const load = defineCheck({
  id: 'load',
  title: 'Load',
  why: 'Load counts waiting tasks, so it says something only for each core, and over minutes.',
  procedures: ['S9'],
  limits: z.object({
    warn: z.number().default(1.5).describe('load of the last 5 minutes per core'),
    critical: z.number().default(4).describe('load of the last 5 minutes per core'),
  }),
  needs: ['host'],
  probe: ({ host, signal }) => host.load(signal),
  judge: ({ one, five, fifteen, cores }, threshold) => {
    const perCore = Math.round((100 * five) / cores) / 100;
    const status = grade(perCore, threshold);
    const summary = `Load is ${perCore} per core over 5 minutes${metLimit(status, threshold, String)}, on ${plural(cores, 'core')} (${one}, ${five}, ${fifteen}).`;
    return [{ status, summary, measure: { value: perCore, unit: 'load per core' }, threshold }];
  },
});
