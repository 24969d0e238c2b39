import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { foreign } from '../../lib/foreign.ts';

/** It says what runs; which version is the newest only a registry knows, and none is asked. */
export const engineVersion = defineCheck({
  id: 'engine-version',
  title: 'Container engine',
  why: 'An engine that nobody supports any more gets no fixes.',
  procedures: ['S22'],
  limits: z.object({ oldest: z.number().default(24).describe('major version below which an engine is no longer supported') }),
  needs: ['updates'],
  probe: ({ updates, signal }) => updates.engine(signal),
  judge: ({ version, apiVersion }, { oldest }) => {
    const major = Number.parseInt(version, 10);
    const what = `The container engine is version ${foreign(version, 30)} (API ${foreign(apiVersion, 10)})`;
    if (Number.isNaN(major)) return [{ status: 'unknown', summary: `${what}: which one that is, is unknown.` }];
    if (major >= oldest) return [{ status: 'ok', summary: `${what}.`, measure: { value: major, unit: 'count' } }];
    return [
      {
        status: 'warn',
        summary: `${what}, which is no longer supported (warn below ${oldest}).`,
        measure: { value: major, unit: 'count' },
        remedies: [{ kind: 'advice', text: 'Upgrade it in a maintenance window: all containers are restarted with it.' }],
      },
    ];
  },
});
