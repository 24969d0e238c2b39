import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { Absent, reason } from '../core/errors.ts';
import { grade, type Finding, type Remedy } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { bytes, duration, metLimit, percent, plural } from '../lib/words.ts';
import type { RedisState } from '../ports/redis.ts';

/** What Redis says about itself, or why nobody can ask it: for this question silence is a result. */
type Measure = RedisState | { readonly problem: string };

export const redis = defineCheck({
  id: 'redis',
  title: 'Redis',
  why: 'It holds the queue of jobs: what it evicts or cannot save is work that is lost.',
  procedures: ['S18'],
  limits: z.object({
    warn: z.number().default(90).describe('percent of maxmemory used'),
    critical: z.number().default(95).describe('percent of maxmemory used'),
  }),
  needs: ['redis'],
  reliesOn: ['redis'],
  probe: async ({ redis: reader, signal }): Promise<Measure> => {
    try {
      return await reader.state(signal);
    } catch (error) {
      if (error instanceof Absent || signal.aborted) throw error;
      return { problem: reason(error) };
    }
  },
  judge: (measure, threshold) => {
    if ('problem' in measure) return [unreachable(measure.problem)];
    const ill = [...keeping(measure), ...memoryOf(measure, threshold)];
    const { version, latencyMs, usedBytes } = measure;
    const summary = `Redis ${foreign(version, 20)} answers in ${duration(latencyMs)}, keeps what it gets and uses ${bytes(usedBytes)}.`;
    return ill.length > 0 ? ill : [{ status: 'ok', summary, measure: { value: latencyMs, unit: 'ms' } }];
  },
});

function unreachable(problem: string): Finding {
  return {
    status: 'critical',
    summary: `Redis cannot be asked: ${foreign(problem, 300)}.`,
    remedies: [advice('See whether Redis runs, what its log says last, and whether its disk is full; without it no job is taken.')],
  };
}

/** Whether what was put in is still there when it is taken out. */
function keeping({ evictedKeys, policy, lastSaveOk }: RedisState): readonly Finding[] {
  const found: Finding[] = [];
  if (evictedKeys > 0) {
    const summary = `Redis has thrown ${plural(evictedKeys, 'key')} away for want of memory: jobs may be lost.`;
    const remedies = [advice('Look for jobs that never ended, give Redis more memory, and set maxmemory-policy noeviction in redis.conf.')];
    found.push({ status: 'critical', subject: 'evictions', summary, measure: { value: evictedKeys, unit: 'count' }, remedies });
  }
  if (!lastSaveOk) {
    const remedies = [advice('See whether its disk is full, and what its log says; until it can save, a restart of Redis loses jobs.')];
    found.push({ status: 'critical', subject: 'saving', summary: 'Redis could not save to disk the last time it tried.', remedies });
  }
  if (policy === 'unknown')
    found.push({ status: 'unknown', subject: 'policy', summary: 'Redis does not say what it does when its memory is full.' });
  else if (policy !== 'noeviction') {
    found.push({
      status: 'warn',
      subject: 'policy',
      summary: `Redis is a broker and may throw jobs away when its memory is full: its policy is ${foreignCode(policy, 40)} (should be noeviction).`,
      remedies: [advice('Set maxmemory-policy noeviction in redis.conf of the platform, and restart Redis in a quiet hour.')],
    });
  }
  return found;
}

function memoryOf(
  { usedBytes, maxBytes }: RedisState,
  threshold: { readonly warn: number; readonly critical: number },
): readonly Finding[] {
  if (maxBytes === 0) return [];
  const value = Math.round((1000 * usedBytes) / maxBytes) / 10;
  const status = grade(value, threshold);
  if (status === 'ok') return [];
  const summary = `Redis uses ${percent(value)} of its ${bytes(maxBytes)}${metLimit(status, threshold, percent)}.`;
  const remedies = [
    advice('See whether the queue grows, and what fills the memory (`redis-cli --bigkeys`); full, Redis takes no more jobs.'),
  ];
  return [{ status, subject: 'memory', summary, measure: { value, unit: 'percent' }, threshold, remedies }];
}

function advice(text: string): Remedy {
  return { kind: 'advice', text };
}
