import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding, Status } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { count, plural } from '../lib/words.ts';
import type { ServiceState } from '../ports/platform.ts';

const severities: Readonly<Record<ServiceState['state'], Status>> = {
  running: 'ok',
  starting: 'warn',
  unhealthy: 'critical',
  stopped: 'critical',
  missing: 'critical',
};

export const services = defineCheck({
  id: 'services',
  title: 'Services',
  why: 'A service that was removed is no line in any list: the services that should be there are compared with those that are.',
  procedures: ['S5'],
  limits: z.object({ restarts: z.number().default(3).describe('restarts from which a running service is doubtful') }),
  needs: ['services'],
  probe: ({ services: reader, signal }) => reader.states(signal),
  judge: (states, { restarts }) => {
    if (states.length === 0) return [{ status: 'unknown', summary: 'Services: unknown, none is named that should be there.' }];
    const found = states.flatMap((state) => ill(state, restarts));
    return found.length > 0
      ? found
      : [{ status: 'ok', summary: states.length === 1 ? 'The service runs.' : `All ${count(states.length)} services run.` }];
  },
});

function ill({ name, state, restarts = 0 }: ServiceState, limit: number): readonly Finding[] {
  const again = restarts > 0 ? `, restarted ${plural(restarts, 'time')}` : '';
  const subject = foreign(name, 60);
  if (state !== 'running') return [{ status: severities[state], subject, summary: `${foreignCode(name, 60)} is ${state}${again}.` }];
  if (restarts < limit) return [];
  const measure = { value: restarts, unit: 'count' } as const;
  return [
    {
      status: 'warn',
      subject,
      measure,
      summary: `${foreignCode(name, 60)} runs, but was restarted ${plural(restarts, 'time')} (warn ${limit}).`,
    },
  ];
}
