import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { plural } from '../../lib/words.ts';
import { pendingTable } from './pending.ts';

export const nodeUpdates = defineCheck({
  id: 'node-updates',
  title: 'Node packages',
  why: 'The front end is built from packages that grow old in its sources.',
  procedures: ['S24'],
  limits: z.object({ warn: z.number().default(50).describe('outdated packages') }),
  needs: ['updates'],
  timeoutMs: 120_000,
  probe: ({ updates, signal }) => updates.node(signal),
  judge: (pending, { warn }) => [
    {
      status: pending.length >= warn ? 'warn' : 'ok',
      summary: `${plural(pending.length, 'outdated package')} in the sources of the front end${pending.length >= warn ? ` (warn ${warn})` : ''}.`,
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
