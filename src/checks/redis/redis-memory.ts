import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { ago, bytes, count, duration, percent, plural } from '../../lib/words.ts';
import type { RedisState } from '../../ports/redis.ts';

interface Measure {
  readonly state: RedisState;
  readonly now: Date;
}

/** What the guide asks INFO for. The hit rate of a broker is no quality of anything, so it is shown and not judged. */
export const redisMemory = defineCheck({
  id: 'redis-memory',
  title: 'Memory and hits of Redis',
  why: 'Memory that Redis has taken and does not use is missing elsewhere; without a fresh snapshot or an append-only file a crash loses the queue.',
  procedures: ['S66', 'S68'],
  limits: z.object({
    fragmentation: z.number().default(3).describe('times the used memory that Redis has taken from the system, from 256 MiB on'),
    saveHours: z.number().default(24).describe('hours since the last snapshot, where there is no append-only file'),
  }),
  needs: ['redis'],
  probe: async ({ redis, now, signal }): Promise<Measure> => ({ state: await redis.state(signal), now }),
  judge: (measure, limits) => [...fragmented(measure.state, limits.fragmentation), ...unsaved(measure, limits.saveHours), facts(measure)],
});

/** Of a small Redis the ratio is large and says nothing. */
const worthMiB = 256;

function fragmented({ fragmentation, usedBytes }: RedisState, limit: number): readonly Finding[] {
  if (usedBytes < worthMiB * 1024 ** 2 || fragmentation < limit) return [];
  const summary = `Redis has taken ${fragmentation} times the memory that it uses (warn ${limit}).`;
  return [
    {
      status: 'warn',
      subject: 'fragmentation',
      summary,
      remedies: [{ kind: 'advice', text: 'Switch activedefrag on, or restart Redis in a quiet hour.' }],
    },
  ];
}

function unsaved({ state: { appendOnly, savedAt }, now }: Measure, limitHours: number): readonly Finding[] {
  if (appendOnly) return [];
  const hours = savedAt === undefined ? Infinity : (now.getTime() - savedAt.getTime()) / 3_600_000;
  if (hours < limitHours) return [];
  const last = savedAt === undefined ? 'never wrote a snapshot' : `wrote its last snapshot ${ago(savedAt, now)}`;
  return [
    {
      status: 'warn',
      subject: 'persistence',
      summary: `Redis has no append-only file and ${last} (warn ${limitHours} h): what a crash takes is lost.`,
      remedies: [{ kind: 'advice', text: 'Set appendonly yes, or a save rule, in redis.conf of the platform.' }],
    },
  ];
}

function facts({ state, now }: Measure): Finding {
  const { usedBytes, maxBytes, keys, clients, hits, misses, savedAt, appendOnly, upSeconds } = state;
  const limit = maxBytes === 0 ? 'no limit' : `a limit of ${bytes(maxBytes)}`;
  const asked =
    hits + misses === 0
      ? 'no key was looked up yet'
      : `${percent((100 * hits) / (hits + misses))} of ${count(hits + misses)} look-ups found their key`;
  const saved = appendOnly ? 'with an append-only file' : savedAt === undefined ? 'without a snapshot' : `snapshot ${ago(savedAt, now)}`;
  return {
    status: 'ok',
    summary: `Redis uses ${bytes(usedBytes)} (${limit}) for ${plural(keys, 'key')} and ${plural(clients, 'client')}, ${saved}; ${asked} in ${duration(upSeconds * 1000)}.`,
    measure: { value: usedBytes, unit: 'bytes' },
  };
}
