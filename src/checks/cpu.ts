import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade } from '../core/finding.ts';
import { metLimit, percent } from '../lib/words.ts';

export const cpu = defineCheck({
  id: 'cpu',
  title: 'Processor',
  why: 'Measured over a second, since one look is noise; the load says whether it was so for longer.',
  procedures: ['S99'],
  limits: z.object({
    warn: z.number().default(80).describe('percent of all cores'),
    critical: z.number().default(95).describe('percent of all cores'),
  }),
  needs: ['host'],
  probe: ({ host, signal }) => host.cpu(signal),
  judge: ({ busyPercent, waitingPercent }, threshold) => {
    const value = Math.round(busyPercent);
    const status = grade(value, threshold);
    const waiting = waitingPercent >= 10 ? `, and waits for disks ${percent(Math.round(waitingPercent))} of the time` : '';
    return [
      {
        status,
        summary: `The processor is ${percent(value)} busy${metLimit(status, threshold, percent)}${waiting}.`,
        measure: { value, unit: 'percent' },
        threshold,
        ...(status !== 'ok' && { remedies: [{ kind: 'line', label: 'Containers', line: 'resources containers' }] }),
      },
    ];
  },
});
