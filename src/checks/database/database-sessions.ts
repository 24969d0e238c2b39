import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { grade, type Finding, type Table } from '../../core/finding.ts';
import { foreignCode, plain } from '../../lib/foreign.ts';
import { list, metLimit, plural, seconds } from '../../lib/words.ts';
import type { Session } from '../../ports/statistics.ts';

const Limits = z.object({
  warn: z.number().default(10).describe('seconds that a session waits for another'),
  critical: z.number().default(300).describe('seconds that a session waits for another'),
});

export const databaseSessions = defineCheck({
  id: 'database-sessions',
  title: 'Database sessions',
  why: 'One session that holds a lock makes a queue of others, and whoever is first in it stands for all of them.',
  procedures: ['S98'],
  limits: Limits,
  needs: ['statistics'],
  probe: ({ statistics, signal }) => statistics.sessions(signal),
  judge: (sessions, threshold) => {
    const blocked = sessions.filter(({ blockedBy }) => blockedBy.length > 0);
    const worst = blocked[0];
    const status = grade(worst?.seconds ?? 0, threshold);
    return [worst === undefined || status === 'ok' ? calm(sessions, blocked.length) : waiting(sessions, blocked, worst, status, threshold)];
  },
});

function calm(sessions: readonly Session[], blocked: number): Finding {
  const active = sessions.filter(({ state }) => state === 'active').length;
  const idle = sessions.filter(({ state }) => state.startsWith('idle in transaction')).length;
  const waits =
    blocked === 0 ? 'none waits for another' : `${plural(blocked, 'session')} wait${blocked === 1 ? 's' : ''} for another, not for long`;
  return {
    status: 'ok',
    summary: `${plural(active, 'session')} at work, ${idle} idle in a transaction, ${waits}.`,
    measure: { value: blocked, unit: 'count' },
    ...(sessions.length > 0 && { table: tableOf(sessions) }),
  };
}

function waiting(
  sessions: readonly Session[],
  blocked: readonly Session[],
  worst: Session,
  status: 'warn' | 'critical',
  threshold: z.output<typeof Limits>,
): Finding {
  const roots = rootsOf(sessions, worst);
  const who = roots.map((pid) => describe(sessions, pid));
  return {
    status,
    subject: 'blocked sessions',
    summary: `${plural(blocked.length, 'session')} wait${blocked.length === 1 ? 's' : ''} for a lock, the longest for ${seconds(worst.seconds)}${metLimit(status, threshold, seconds)}. ${who.length === 0 ? 'Who holds it is not known.' : `In front of all of them is ${list(who)}.`}`,
    measure: { value: Math.round(worst.seconds), unit: 'seconds' },
    threshold,
    table: tableOf(sessions),
    remedies: roots.slice(0, 1).map((pid) => ({
      kind: 'advice' as const,
      text: `When nobody waits for what session ${pid} does, end it: SELECT pg_terminate_backend(${pid}).`,
    })),
  };
}

/** Follows who waits for whom to those that wait for nobody. A circle ends by itself: PostgreSQL finds deadlocks. */
function rootsOf(sessions: readonly Session[], from: Session): readonly number[] {
  const seen = new Set<number>();
  const roots = new Set<number>();
  const visit = (pid: number): void => {
    if (seen.has(pid)) return;
    seen.add(pid);
    const next = sessions.find((one) => one.pid === pid)?.blockedBy ?? [];
    if (next.length === 0) roots.add(pid);
    next.forEach(visit);
  };
  from.blockedBy.forEach(visit);
  return [...roots];
}

function describe(sessions: readonly Session[], pid: number): string {
  const session = sessions.find((one) => one.pid === pid);
  if (!session) return `session ${pid}`;
  const { user, state, query, seconds: age } = session;
  return `session ${pid} of ${foreignCode(user, 60)}, ${state} for ${seconds(age)}: ${foreignCode(query, 120)}`;
}

function tableOf(sessions: readonly Session[]): Table {
  return {
    columns: [
      { title: 'pid', is: 'number' },
      { title: 'for', is: 'number' },
      { title: 'state' },
      { title: 'waits for' },
      { title: 'user' },
      { title: 'statement' },
    ],
    rows: sessions
      .slice(0, 15)
      .map(({ pid, seconds: age, state, blockedBy, user, query }) => [
        String(pid),
        seconds(age),
        plain(state, 30),
        blockedBy.join(', '),
        plain(user, 20),
        plain(query.replaceAll(/\s+/g, ' '), 80),
      ]),
  };
}
