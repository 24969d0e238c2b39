import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding, Status } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { duration, list, plural } from '../lib/words.ts';
import type { ApiAnswer, DetailedHealth } from '../ports/platform.ts';

export const apiDetailed = defineCheck({
  id: 'api-detailed',
  title: 'Parts of the API',
  why: 'With its worker dead the API still calls itself healthy as a whole; each of its parts tells the truth.',
  procedures: ['S4'],
  limits: z.object({
    slowMs: z.number().default(4000).describe('ms from which an answer is slow; the API itself waits 1 s for its workers'),
  }),
  needs: ['api'],
  reliesOn: ['backend', 'database', 'redis'],
  probe: ({ api, signal }) => api.detailed(signal),
  judge,
});

function judge({ body, latencyMs }: ApiAnswer<DetailedHealth>, { slowMs }: { readonly slowMs: number }): readonly Finding[] {
  const parts = Object.entries(body.checks);
  if (parts.length === 0) return [{ status: 'unknown', summary: 'Parts of the API: unknown, its answer names none.' }];
  const ill = parts.flatMap(([name, part]) => found(name, part));
  const measure = { value: latencyMs, unit: 'ms' } as const;
  if (ill.length > 0) return ill;
  if (!isWell(body.status)) {
    return [
      { status: 'warn', summary: `The API calls itself ${foreignCode(body.status, 40)}, though it finds all its parts well.`, measure },
    ];
  }
  if (latencyMs >= slowMs) {
    return [{ status: 'warn', summary: `The API took ${duration(latencyMs)} to look at its parts (warn ${duration(slowMs)}).`, measure }];
  }
  const names = parts.slice(0, 8).map(([name]) => foreign(name, 40));
  return [{ status: 'ok', summary: `The API finds ${list(names)} well (in ${duration(latencyMs)}).`, measure }];
}

function found(name: string, { status, activeWorkers }: DetailedHealth['checks'][string]): readonly Finding[] {
  const severity = severityOf(status, activeWorkers);
  if (severity === 'ok') return [];
  const workers = activeWorkers === undefined ? '' : ` with ${plural(activeWorkers, 'active worker')}`;
  return [
    {
      status: severity,
      subject: foreign(name, 40),
      leansOn: [name],
      summary: `The API finds ${foreignCode(name, 40)} ${foreignCode(status, 40)}${workers}.`,
    },
  ];
}

function severityOf(status: string, activeWorkers: number | undefined): Status {
  if (activeWorkers === 0) return 'critical';
  if (isWell(status)) return 'ok';
  return ['degraded', 'starting', 'warning', 'unknown'].includes(status.toLowerCase()) ? 'warn' : 'critical';
}

function isWell(status: string): boolean {
  return ['healthy', 'ok', 'connected', 'up'].includes(status.toLowerCase());
}
