import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { duration, metLimit, percent, plural } from '../lib/words.ts';

export const containerStats = defineCheck({
  id: 'container-stats',
  title: 'Containers',
  why: 'A container at its memory limit is killed. The processor is shown and not judged: one sample of it is noise.',
  procedures: ['S6', 'S64', 'S65'],
  limits: z.object({
    warn: z.number().default(90).describe('percent of the memory limit of a container'),
    critical: z.number().default(95).describe('percent of the memory limit of a container'),
  }),
  needs: ['containers'],
  probe: ({ containers, signal }) => containers.stats(signal),
  isSampled: true,
  samples: (stats) => stats.map(({ name, memoryPercent }) => ({ metric: 'container-memory', subject: name, value: memoryPercent })),
  judge: (stats, threshold) => {
    if (stats.length === 0) return [{ status: 'unknown', summary: 'Containers: unknown, the engine shows none of the platform.' }];
    const evidence = stats.map(
      ({ name, cpuPercent, overMs, memoryPercent }) =>
        `${foreignCode(name, 60)}: memory ${percent(memoryPercent)}, processor ${percent(cpuPercent)} of one core over ${duration(overMs)}`,
    );
    const full = stats.flatMap(({ name, memoryPercent }): readonly Finding[] => {
      const status = grade(memoryPercent, threshold);
      if (status === 'ok') return [];
      const summary = `${foreignCode(name, 60)} uses ${percent(memoryPercent)} of its memory${metLimit(status, threshold, percent)}.`;
      return [{ status, subject: foreign(name, 60), summary, measure: { value: memoryPercent, unit: 'percent' }, threshold, evidence }];
    });
    const most = Math.max(...stats.map(({ memoryPercent }) => memoryPercent));
    const summary = `${plural(stats.length, 'container')}, none uses more than ${percent(most)} of its memory.`;
    return full.length > 0 ? full : [{ status: 'ok', summary, measure: { value: most, unit: 'percent' }, threshold, evidence }];
  },
});
