import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { metLimit, plural, seconds } from '../lib/words.ts';
import type { TableLock } from '../ports/database.ts';

const Limits = z.object({
  warn: z.number().default(5).describe('seconds that a table is locked'),
  critical: z.number().default(300).describe('seconds that a table is locked while somebody waits for it'),
  waitWarn: z.number().default(2).describe('seconds that somebody waits for a locked table'),
  waitCritical: z.number().default(30).describe('seconds that somebody waits for a locked table'),
});

export const databaseLocks = defineCheck({
  id: 'database-locks',
  title: 'Locked tables',
  why: 'The API serves one request after the other, so one table that somebody has locked makes all of it hang.',
  procedures: ['S106'],
  limits: Limits,
  needs: ['database'],
  probe: ({ database, signal }) => database.tableLocks(signal),
  judge: (locks, limits) => {
    const found = locks.flatMap((lock) => judge(lock, limits));
    return found.length > 0 ? found : [{ status: 'ok', summary: 'No table is locked for long.' }];
  },
});

function judge(lock: TableLock, limits: z.output<typeof Limits>): readonly Finding[] {
  const { table, heldSeconds, waiting, waitedSeconds, pid } = lock;
  const wait = { warn: limits.waitWarn, critical: limits.waitCritical };
  const held = { warn: limits.warn, critical: limits.critical };
  const byWait = waiting > 0 ? grade(waitedSeconds, wait) : 'ok';
  const graded = grade(heldSeconds, held);
  const byTime = graded === 'critical' && waiting === 0 ? 'warn' : graded;
  if (byWait === 'ok' && byTime === 'ok') return [];
  const isWait = byWait === 'critical' || (byWait === 'warn' && byTime !== 'critical');
  const status = isWait ? byWait : byTime;
  const limit = isWait ? metLimit(status, wait, seconds) : metLimit(status, held, seconds);
  const behind =
    waiting === 0
      ? 'nobody waits for it'
      : `${plural(waiting, 'session')} wait${waiting === 1 ? 's' : ''}, the longest for ${seconds(waitedSeconds)}`;
  return [
    {
      status,
      subject: foreign(table, 100),
      summary: `${foreignCode(table, 100)} has been locked for ${seconds(heldSeconds)} by ${holder(lock)}; ${behind}${limit}.`,
      measure: { value: Math.round(heldSeconds), unit: 'seconds' },
      evidence: [foreignCode(lock.query, 200)].filter((line) => line !== ''),
      remedies: [
        {
          kind: 'advice',
          text: `If it is not wanted: \`select pg_cancel_backend(${pid})\`, and only where that does not help \`select pg_terminate_backend(${pid})\`.`,
        },
      ],
    },
  ];
}

function holder({ pid, application, state }: TableLock): string {
  const name = application === '' ? '' : ` of ${foreignCode(application, 60)}`;
  return `the session ${pid}${name}${state === 'active' ? '' : `, which is ${foreign(state, 40)}`}`;
}
