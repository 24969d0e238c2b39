import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding } from '../../core/finding.ts';
import { foreignCode, plain } from '../../lib/foreign.ts';
import { bytes, count, metLimit, plural } from '../../lib/words.ts';
import type { RedisReader } from '../../ports/redis.ts';

type Measure = Awaited<ReturnType<RedisReader['bigKeys']>>;

const MiB = 1024 ** 2;

export const bigKeys = defineCheck({
  id: 'redis-big-keys',
  title: 'Large keys of Redis',
  why: 'One huge key makes the whole server wait whenever it is read, copied or deleted.',
  procedures: ['S67'],
  limits: z.object({
    warn: z.number().default(50).describe('MiB of one key'),
    critical: z.number().default(250).describe('MiB of one key'),
  }),
  needs: ['redis'],
  timeoutMs: 15_000,
  probe: ({ redis, signal }) => redis.bigKeys(signal),
  judge: (measure, { warn, critical }) => [judge(measure, { warn: warn * MiB, critical: critical * MiB })],
});

function judge({ keys, looked, largest }: Measure, threshold: { readonly warn: number; readonly critical: number }): Finding {
  const most = largest[0];
  if (!most) return { status: 'ok', summary: 'Redis holds no keys.', measure: { value: 0, unit: 'bytes' } };
  const status = grade(most.bytes, threshold);
  const seen =
    looked >= keys ? `of ${plural(keys, 'key')}` : `of the ${count(looked)} of ${plural(keys, 'key')} that could be looked at in time`;
  return {
    status,
    subject: 'largest key',
    summary: `The largest ${seen} is ${foreignCode(most.name, 80)} with ${bytes(most.bytes)}${metLimit(status, threshold, bytes)}.`,
    measure: { value: most.bytes, unit: 'bytes' },
    threshold,
    table: {
      columns: [{ title: 'key' }, { title: 'kind' }, { title: 'size', is: 'number' }],
      rows: largest.map(({ name, kind, bytes: size }) => [plain(name, 60), plain(kind, 20), bytes(size)]),
    },
    ...(status === 'ok'
      ? {}
      : { remedies: [{ kind: 'advice', text: 'See what writes it and never takes from it; delete it with UNLINK, not DEL.' }] }),
  };
}
