import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { count, metLimit, plural, seconds } from '../lib/words.ts';

const Limits = z.object({
  warn: z.number().default(100).describe('waiting messages in one queue'),
  critical: z.number().default(1000).describe('waiting messages in one queue'),
  oldestWarn: z.number().default(300).describe('seconds that the oldest message has waited'),
  oldestCritical: z.number().default(1800).describe('seconds that the oldest message has waited'),
});

export const queueDepth = defineCheck({
  id: 'queue-depth',
  title: 'Queue of jobs',
  why: 'A queue that grows is the first sign of a worker that does not keep up.',
  procedures: ['S18'],
  limits: Limits,
  needs: ['redis'],
  probe: ({ redis, signal }) => redis.queues(signal),
  judge: ({ queues, unacknowledged, oldestSeconds }, { warn, critical, oldestWarn, oldestCritical }) => {
    const deep = queues.flatMap(({ name, messages }) => depth(name, messages, { warn, critical }));
    const old = age(oldestSeconds, { warn: oldestWarn, critical: oldestCritical });
    if (deep.length + old.length > 0) return [...deep, ...old];
    const waiting = queues.reduce((sum, { messages }) => sum + messages, 0);
    const taken = unacknowledged === 0 ? '' : `, ${count(unacknowledged)} taken and not finished`;
    const words = waiting === 0 ? 'The queue is empty' : `${plural(waiting, 'message')} in ${plural(queues.length, 'queue')}`;
    return [{ status: 'ok', summary: `${words}${taken}.`, measure: { value: waiting, unit: 'count' }, threshold: { warn, critical } }];
  },
});

interface Threshold {
  readonly warn: number;
  readonly critical: number;
}

function depth(name: string, messages: number, threshold: Threshold): readonly Finding[] {
  const status = grade(messages, threshold);
  if (status === 'ok') return [];
  const summary = `${plural(messages, 'message')} wait in the queue ${foreignCode(name, 60)}${metLimit(status, threshold, count)}.`;
  return [{ status, subject: foreign(name, 60), summary, measure: { value: messages, unit: 'count' }, threshold }];
}

function age(value: number | undefined, threshold: Threshold): readonly Finding[] {
  if (value === undefined) return [];
  const status = grade(value, threshold);
  if (status === 'ok') return [];
  const summary = `The oldest message has waited for ${seconds(value)}${metLimit(status, threshold, seconds)}.`;
  return [{ status, subject: 'oldest message', summary, measure: { value, unit: 'seconds' }, threshold }];
}
