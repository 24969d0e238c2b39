import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { judgeOutdated } from './pending.ts';

export const pythonUpdates = defineCheck({
  id: 'python-updates',
  title: 'Python packages',
  why: 'What the application runs with is in its container, and the host says nothing about it.',
  procedures: ['S23'],
  limits: z.object({ warn: z.number().default(50).describe('outdated packages') }),
  needs: ['updates'],
  timeoutMs: 120_000,
  probe: ({ updates, signal }) => updates.python(signal),
  judge: (pending, { warn }) => [judgeOutdated(pending, { warn, where: 'in the container of the application' })],
});
