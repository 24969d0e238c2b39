import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { plural } from '../../lib/words.ts';
import { pendingTable } from './pending.ts';

export const pythonUpdates = defineCheck({
  id: 'python-updates',
  title: 'Python packages',
  why: 'What the application runs with is in its container, and the host says nothing about it.',
  procedures: ['S23'],
  limits: z.object({ warn: z.number().default(50).describe('outdated packages') }),
  needs: ['updates'],
  timeoutMs: 120_000,
  probe: ({ updates, signal }) => updates.python(signal),
  judge: (pending, { warn }) => [
    {
      status: pending.length >= warn ? 'warn' : 'ok',
      summary: `${plural(pending.length, 'outdated package')} in the container of the application${pending.length >= warn ? ` (warn ${warn})` : ''}.`,
      measure: { value: pending.length, unit: 'count' },
      table: pendingTable(pending),
      ...(pending.length >= warn && {
        remedies: [
          {
            kind: 'advice' as const,
            text: 'Raise them in the sources, build, test, and bring the new image out; in the container they are gone with it.',
          },
        ],
      }),
    },
  ],
});
