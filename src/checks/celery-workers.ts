import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { metLimit, plural, seconds } from '../lib/words.ts';
import type { CeleryState } from '../ports/redis.ts';

const Limits = z.object({
  waitingCritical: z.number().default(300).describe('seconds that a message may wait while no worker answers'),
  taskWarn: z.number().default(1800).describe('seconds of the longest running task'),
  taskCritical: z.number().default(7200).describe('seconds of the longest running task'),
});

export const celeryWorkers = defineCheck({
  id: 'celery-workers',
  title: 'Celery workers',
  why: 'A dead worker and a busy one are both silent; only together with a second witness does silence mean that nobody works.',
  procedures: ['S18'],
  limits: Limits,
  needs: ['redis'],
  reliesOn: ['celery', 'redis'],
  probe: ({ redis, signal }) => redis.celery(signal),
  judge: (state, limits) => (state.replies.length === 0 ? [silence(state, limits)] : answered(state, limits)),
});

function silence({ queues, subscribers, oldest }: CeleryState, { waitingCritical }: z.output<typeof Limits>): Finding {
  const waiting = queues.reduce((sum, { messages }) => sum + messages, 0);
  const isOld = oldest !== undefined && oldest.seconds >= waitingCritical;
  const age =
    oldest === undefined
      ? ', for how long is not known'
      : `, the oldest for ${oldest.isAtLeast ? 'at least ' : ''}${seconds(oldest.seconds)}${isOld ? ` (limit ${seconds(waitingCritical)})` : ''}`;
  const messages = waiting === 0 ? '' : ` and ${plural(waiting, 'message')} wait${waiting === 1 ? 's' : ''}${age}`;
  if (isOld || subscribers === 0) {
    const nobody = subscribers === 0 ? 'no worker listens' : 'no worker answers';
    return {
      status: 'critical',
      summary: `celery: nobody takes work: ${nobody}${messages}.`,
      measure: { value: waiting, unit: 'count' },
      remedies: [{ kind: 'advice', text: 'See whether the celery service runs, and what its log says last; then restart it.' }],
    };
  }
  return {
    status: 'unknown',
    summary: `Celery workers: unknown, ${plural(subscribers, 'worker')} listen${subscribers === 1 ? 's' : ''} but none answered in time${messages}.`,
    measure: { value: waiting, unit: 'count' },
  };
}

function answered({ replies }: CeleryState, { taskWarn, taskCritical }: z.output<typeof Limits>): readonly Finding[] {
  const threshold = { warn: taskWarn, critical: taskCritical };
  const slow = replies.flatMap(({ worker, longestTaskSeconds: value, longestTask }): readonly Finding[] => {
    const status = grade(value, threshold);
    if (status === 'ok') return [];
    const summary = `${foreignCode(worker, 100)} has been on ${longestTask === undefined ? 'one task' : foreignCode(longestTask, 100)} for ${seconds(value)}${metLimit(status, threshold, seconds)}: it may hang.`;
    return [{ status, subject: foreign(worker, 100), summary, measure: { value, unit: 'seconds' }, threshold }];
  });
  const active = replies.reduce((sum, { activeTasks }) => sum + activeTasks, 0);
  const summary = `${plural(replies.length, 'Celery worker')} answer${replies.length === 1 ? 's' : ''}, with ${plural(active, 'active task')}.`;
  return slow.length > 0 ? slow : [{ status: 'ok', summary, measure: { value: replies.length, unit: 'count' } }];
}
