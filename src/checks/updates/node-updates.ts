import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { judgeOutdated } from './pending.ts';

export const nodeUpdates = defineCheck({
  id: 'node-updates',
  title: 'Node packages',
  why: 'The front end is built from packages that grow old in its sources.',
  procedures: ['S24'],
  limits: z.object({ warn: z.number().default(50).describe('outdated packages') }),
  needs: ['updates'],
  timeoutMs: 120_000,
  probe: ({ updates, signal }) => updates.node(signal),
  judge: (pending, { warn }) => [judgeOutdated(pending, { warn, where: 'in the sources of the front end' })],
});
