import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { count, metLimit, plural, seconds } from '../lib/words.ts';
import type { QueueState } from '../ports/redis.ts';

const Limits = z.object({
  warn: z.number().default(100).describe('waiting messages in one queue'),
  critical: z.number().default(1000).describe('waiting messages in one queue'),
  oldestWarn: z.number().default(300).describe('seconds that the oldest message has waited'),
  oldestCritical: z.number().default(1800).describe('seconds that the oldest message has waited'),
  taken: z.number().default(3600).describe('seconds since a message was taken, from which its worker may be gone'),
});

export const queueDepth = defineCheck({
  id: 'queue-depth',
  title: 'Queue of jobs',
  why: 'A queue that grows is the first sign of a worker that does not keep up.',
  procedures: ['S18'],
  limits: Limits,
  needs: ['redis'],
  probe: ({ redis, signal }) => redis.queues(signal),
  isSampled: true,
  samples: ({ queues }) => queues.map(({ name, messages }) => ({ metric: 'queue-depth', subject: name, value: messages })),
  judge: (state, { warn, critical, oldestWarn, oldestCritical, taken: takenWarn }) => {
    const { queues, unacknowledged, takenSeconds } = state;
    const deep = queues.flatMap(({ name, messages }) => depth(name, messages, { warn, critical }));
    const old = age(state, { warn: oldestWarn, critical: oldestCritical });
    const lost = forgotten(state, takenWarn);
    if (deep.length + old.length + lost.length > 0) return [...deep, ...old, ...lost];
    const waiting = queues.reduce((sum, { messages }) => sum + messages, 0);
    const since = takenSeconds === undefined ? '' : `, the first ${seconds(takenSeconds)} ago`;
    const taken = unacknowledged === 0 ? '' : `, ${count(unacknowledged)} taken and not finished${since}`;
    const summary = waiting === 0 ? `The queue is empty${taken}.` : `${inQueues(state, waiting)}${taken}; ${waited(state)}.`;
    return [{ status: 'ok', summary, measure: { value: waiting, unit: 'count' }, threshold: { warn, critical } }];
  },
});

function inQueues({ queues }: QueueState, waiting: number): string {
  const used = queues.filter(({ messages }) => messages > 0);
  const where = used[0] && used.length === 1 ? `the queue ${foreignCode(used[0].name, 60)}` : plural(used.length, 'queue');
  return `${plural(waiting, 'message')} in ${where}`;
}

/** Celery itself writes no time into its messages, and people must not take silence for a short wait. */
function waited({ oldest }: QueueState): string {
  return oldest === undefined
    ? 'how long they have waited is not known, since they carry no time'
    : `the oldest has waited for ${oldest.isAtLeast ? 'at least ' : ''}${seconds(oldest.seconds)}`;
}

/** Celery gives a message that was taken and never finished to another worker only after an hour; a task that is set for later looks the same. */
function forgotten({ unacknowledged, takenSeconds }: QueueState, limit: number): readonly Finding[] {
  if (unacknowledged === 0 || takenSeconds === undefined || takenSeconds < limit) return [];
  const summary = `A message was taken ${seconds(takenSeconds)} ago and is not finished (warn ${seconds(limit)}): its worker may be gone, or its task is set for later.`;
  return [{ status: 'warn', subject: 'taken messages', summary, measure: { value: takenSeconds, unit: 'seconds' } }];
}

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

function age({ oldest, queues }: QueueState, threshold: Threshold): readonly Finding[] {
  if (oldest === undefined) return [];
  const { queue, seconds: value, isAtLeast } = oldest;
  const status = grade(value, threshold);
  if (status === 'ok') return [];
  const messages = queues.find(({ name }) => name === queue)?.messages ?? 1;
  const which = messages === 1 ? 'The only message' : `The oldest of ${plural(messages, 'message')}`;
  const summary = `${which} in the queue ${foreignCode(queue, 60)} has waited for ${isAtLeast ? 'at least ' : ''}${seconds(value)}${metLimit(status, threshold, seconds)}.`;
  return [{ status, subject: 'oldest message', summary, measure: { value, unit: 'seconds' }, threshold }];
}
