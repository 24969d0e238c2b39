import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding, Table } from '../../core/finding.ts';
import { foreignCode, foreignCodes, plain } from '../../lib/foreign.ts';
import { ago, list, plural } from '../../lib/words.ts';
import type { PlatformUser } from '../../ports/records.ts';

const dayMs = 86_400_000;

const Limits = z.object({
  newDays: z.number().default(7).describe('days for which a user counts as new'),
  unseenDays: z
    .number()
    .default(90)
    .describe('days without a login after which an active user is worth a question, where the platform notes logins'),
});

interface Measure {
  readonly users: readonly PlatformUser[];
  readonly now: Date;
}

export const userReview = defineCheck({
  id: 'user-review',
  title: 'Users',
  why: 'An account that nobody needs any more is a door that nobody watches; the default password is no door at all.',
  procedures: ['S43'],
  limits: Limits,
  needs: ['records'],
  probe: async ({ records, now, signal }): Promise<Measure> => ({ users: await records.users(signal), now }),
  judge: (measure, limits) => [...known(measure.users), ...unseen(measure, limits.unseenDays), overview(measure, limits.newDays)],
});

function known(users: readonly PlatformUser[]): readonly Finding[] {
  const open = users
    .filter(({ hasDefaultPassword, isActive }) => hasDefaultPassword === true && isActive)
    .map(({ name }) => foreignCode(name, 80));
  if (open.length === 0) return [];
  return [
    {
      status: 'critical',
      subject: 'default password',
      summary: `The user ${list(open)} still has the password that the platform gives and everybody knows.`,
      remedies: [{ kind: 'advice', text: 'Change it now, and see with `security logins` who has tried it.' }],
    },
  ];
}

function unseen({ users, now }: Measure, days: number): readonly Finding[] {
  const limit = now.getTime() - days * dayMs;
  const idle = users.filter(
    ({ isActive, lastLogin, createdAt }) =>
      isActive && lastLogin !== undefined && (lastLogin?.getTime() ?? createdAt?.getTime() ?? 0) < limit,
  );
  if (idle.length === 0) return [];
  const names = foreignCodes(
    idle.map(({ name }) => name),
    5,
  );
  return [
    {
      status: 'warn',
      subject: 'unseen users',
      summary: `${plural(idle.length, 'active user')} did not log in for ${days} days: ${names}.`,
      measure: { value: idle.length, unit: 'count' },
      remedies: [{ kind: 'advice', text: 'Ask whether they are still needed, and switch off those that are not.' }],
    },
  ];
}

function overview({ users, now }: Measure, newDays: number): Finding {
  const active = users.filter(({ isActive }) => isActive);
  const fresh = users.filter(({ createdAt }) => createdAt !== null && createdAt.getTime() >= now.getTime() - newDays * dayMs);
  const added =
    fresh.length === 0
      ? 'none is new'
      : `new in ${newDays} days: ${foreignCodes(
          fresh.map(({ name }) => name),
          5,
        )}`;
  const logins = users.some(({ lastLogin }) => lastLogin !== undefined) ? '' : '; the platform notes no last login';
  return {
    status: 'ok',
    summary: `${plural(active.length, 'active user')}, ${users.length - active.length} switched off, ${added}${logins}.`,
    measure: { value: active.length, unit: 'count' },
    table: tableOf(users, now),
  };
}

function tableOf(users: readonly PlatformUser[], now: Date): Table {
  const since = (at: Date | null | undefined): string => (at === undefined ? '?' : at === null ? 'never' : ago(at, now));
  return {
    columns: [{ title: 'user' }, { title: 'state' }, { title: 'made' }, { title: 'last login' }],
    rows: users
      .slice(0, 50)
      .map(({ name, isActive, createdAt, lastLogin }) => [
        plain(name, 30),
        isActive ? 'active' : 'off',
        since(createdAt),
        since(lastLogin),
      ]),
  };
}
