import type { AppLogReview } from '../../ports/platform.ts';
import type { LogRecord } from './record.ts';

const PEAK_MS = 10 * 60_000;
// An attacker chooses the names: so many are kept apart, and no more.
const MAX_PAIRS = 10_000;
const MAX_TIMES = 50_000;

interface Pair {
  readonly user: string;
  readonly ip: string;
  /** Times by kind of line: each attempt writes one of both kinds. */
  readonly times: readonly [number[], number[]];
}

type Logins = Pick<AppLogReview, 'failedLogins' | 'loginPeaks' | 'sprays'>;

/** Collects failed logins from records, and counts each attempt once. */
export function createLogins(): { take(record: LogRecord): void; result(): Logins } {
  const pairs = new Map<string, Pair>();
  let kept = 0;
  return {
    take: ({ at, message }) => {
      const attempt = attemptOf(message);
      if (attempt === undefined || kept >= MAX_TIMES) return;
      const name = pairs.size < MAX_PAIRS ? attempt : { ...attempt, user: '(more names)' };
      const key = `${name.ip}\n${name.user}`;
      const pair = pairs.get(key) ?? { user: name.user, ip: name.ip, times: [[], []] };
      pairs.set(key, pair);
      pair.times[attempt.kind].push(at);
      kept += 1;
    },
    result: () => result([...pairs.values()]),
  };
}

/** How the two lines of a failed login begin, as the platform writes them. */
export const loginMarks = ['AUTH FAILED: user=', 'Login failed for user: '] as const;

/** The name may hold anything, also words that look like an address: the last one is the platform's own. */
function attemptOf(message: string): { readonly user: string; readonly ip: string; readonly kind: 0 | 1 } | undefined {
  const kind = message.startsWith(loginMarks[0]) ? 0 : 1;
  if (kind === 1 && !message.startsWith(loginMarks[1])) return undefined;
  const line = message.split('\n', 1)[0] ?? '';
  const [begin, mark] = kind === 0 ? [loginMarks[0], ', ip='] : [loginMarks[1], ', IP: '];
  const end = line.lastIndexOf(mark);
  if (end < 0) return undefined;
  return {
    user: line.slice(begin.length, end).slice(0, 64),
    ip: line
      .slice(end + mark.length)
      .trim()
      .slice(0, 45),
    kind,
  };
}

function result(pairs: readonly Pair[]): Logins {
  const attempts = pairs.map(({ user, ip, times: [first, second] }) => ({
    user,
    ip,
    times: first.length >= second.length ? first : second,
  }));
  const byIp = new Map<string, number[]>();
  for (const { ip, times } of attempts) byIp.set(ip, [...(byIp.get(ip) ?? []), ...times]);
  return {
    failedLogins: attempts
      .map(({ user, ip, times }) => ({ user, ip, count: times.length }))
      .toSorted((left, right) => right.count - left.count),
    sprays: spraysOf(attempts),
    loginPeaks: [...byIp].map(([ip, times]) => ({ ip, ...peak(times) })).toSorted((left, right) => right.attempts - left.attempts),
  };
}

/** Many names from one address: somebody tries one password on everybody. */
function spraysOf(
  attempts: readonly { readonly user: string; readonly ip: string; readonly times: readonly number[] }[],
): Logins['sprays'] {
  const byIp = new Map<string, { readonly user: string; readonly at: number }[]>();
  for (const { user, ip, times } of attempts) {
    const own = byIp.get(ip) ?? [];
    byIp.set(ip, own);
    for (const at of times) own.push({ user, at });
  }
  return [...byIp].map(([ip, own]) => ({ ip, ...mostNames(own) })).toSorted((left, right) => right.users - left.users);
}

function mostNames(unsorted: readonly { readonly user: string; readonly at: number }[]): { readonly users: number; readonly until: Date } {
  const attempts = unsorted.toSorted((left, right) => left.at - right.at);
  const names = new Map<string, number>();
  let first = 0;
  let best = { users: 0, until: 0 };
  for (const { user, at } of attempts) {
    names.set(user, (names.get(user) ?? 0) + 1);
    for (let old = attempts[first]; old && at - old.at >= PEAK_MS; old = attempts[first]) {
      const left = (names.get(old.user) ?? 1) - 1;
      if (left === 0) names.delete(old.user);
      else names.set(old.user, left);
      first += 1;
    }
    if (names.size > best.users) best = { users: names.size, until: at };
  }
  return { users: best.users, until: new Date(best.until) };
}

function peak(unsorted: readonly number[]): { readonly attempts: number; readonly until: Date } {
  const times = unsorted.toSorted((left, right) => left - right);
  let first = 0;
  let best = { attempts: 0, until: 0 };
  times.forEach((time, last) => {
    while (time - (times[first] ?? time) >= PEAK_MS) first += 1;
    if (last - first + 1 > best.attempts) best = { attempts: last - first + 1, until: time };
  });
  return { attempts: best.attempts, until: new Date(best.until) };
}
