import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { whoLocks } from '../core/finding.ts';
import type { Finding } from '../core/finding.ts';
import { bytes, count, duration, percent } from '../lib/words.ts';
import type { ApiAnswer, Metrics } from '../ports/platform.ts';

type Measure = ApiAnswer<Metrics> | { readonly locked: number };

/**
 * The endpoint counts the rows of tables, and the API answers one request at a time: asked while a table is locked, it would hang
 * the API for everybody. So the locks are looked at first.
 */
export const platformMetrics = defineCheck({
  id: 'platform-metrics',
  title: 'Metrics of the platform',
  why: 'What the platform says of itself; its processor and memory are those of the host, its disk that of its container.',
  procedures: ['S16'],
  limits: z.object({ slowMs: z.number().default(4000).describe('ms from which an answer is slow; one second of it is its own measuring') }),
  needs: ['api', 'database'],
  async probe({ api, database, signal }): Promise<Measure> {
    const locks = await database.tableLocks(signal);
    return locks.length > 0 ? { locked: locks.length } : api.metrics(signal);
  },
  judge: (measure, { slowMs }) => [judge(measure, slowMs)],
});

function judge(measure: Measure, slowMs: number): Finding {
  if ('locked' in measure)
    return {
      status: 'unknown',
      summary: 'Metrics of the platform: unknown, a table is locked, and asking for them now would hang the API.',
      remedies: [whoLocks],
    };
  const { body, latencyMs } = measure;
  const { domains, jobs, activeJobs, cpuPercent, memoryPercent, redisBytes, clients } = body;
  const facts = `${count(domains)} domains, ${count(jobs)} jobs of which ${count(activeJobs)} are active, processor ${percent(cpuPercent)}, memory ${percent(memoryPercent)}, Redis ${bytes(redisBytes)}, ${count(clients)} clients`;
  const status = latencyMs >= slowMs ? 'warn' : 'ok';
  return {
    status,
    summary: `The platform says of itself in ${duration(latencyMs)}${status === 'warn' ? ` (warn ${duration(slowMs)})` : ''}: ${facts}.`,
    measure: { value: latencyMs, unit: 'ms' },
  };
}
