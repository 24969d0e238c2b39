import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { bytes, metLimit, percent } from '../lib/words.ts';
import { rounded } from '../lib/rounded.ts';

export const memory = defineCheck({
  id: 'memory',
  title: 'Memory',
  why: 'Without available memory Linux kills the largest process, which is the database.',
  procedures: ['S8', 'S100'],
  limits: z.object({
    warn: z.number().default(90).describe('percent that is not available'),
    critical: z.number().default(95).describe('percent that is not available'),
    swapWarn: z.number().default(80).describe('percent of the swap used'),
  }),
  needs: ['host'],
  probe: ({ host, signal }) => host.memory(signal),
  judge: ({ totalBytes, availableBytes, swapTotalBytes, swapFreeBytes }, { warn, critical, swapWarn }) => {
    const threshold = { warn, critical };
    const usedPercent = rounded((100 * (totalBytes - availableBytes)) / totalBytes);
    const status = grade(usedPercent, threshold);
    const summary = `Memory is ${percent(usedPercent)} used${metLimit(status, threshold, percent)}, ${bytes(availableBytes)} of ${bytes(totalBytes)} are available.`;
    const swapPercent = swapTotalBytes === 0 ? 0 : rounded((100 * (swapTotalBytes - swapFreeBytes)) / swapTotalBytes);
    const swap: readonly Finding[] =
      swapPercent < swapWarn
        ? []
        : [
            {
              status: 'warn',
              subject: 'swap',
              summary: `Swap is ${percent(swapPercent)} used (warn ${percent(swapWarn)}).`,
              measure: { value: swapPercent, unit: 'percent' },
            },
          ];
    return [{ status, summary, measure: { value: usedPercent, unit: 'percent' }, threshold }, ...swap];
  },
});
