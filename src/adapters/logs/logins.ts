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
  const byIp = new Map<string, Attempt[]>();
  for (const { user, ip, times } of attempts) {
    const own = byIp.get(ip) ?? [];
    byIp.set(ip, own);
    for (const at of times) own.push({ user, at });
  }
  const worst = [...byIp].map(([ip, own]) => ({ ip, ...worstTenMinutes(own) }));
  return {
    failedLogins: attempts
      .map(({ user, ip, times }) => ({ user, ip, count: times.length }))
      .toSorted((left, right) => right.count - left.count),
    sprays: worst.map(({ ip, spray }) => ({ ip, ...spray })).toSorted((left, right) => right.users - left.users),
    loginPeaks: worst.map(({ ip, peak }) => ({ ip, ...peak })).toSorted((left, right) => right.attempts - left.attempts),
  };
}

interface Attempt {
  readonly user: string;
  readonly at: number;
}

/** Those with the most attempts, and those with the most names: who tries one password on everybody needs few attempts a name. */
function worstTenMinutes(unsorted: readonly Attempt[]) {
  const attempts = unsorted.toSorted((left, right) => left.at - right.at);
  const names = new Map<string, number>();
  const count = (user: string, by: 1 | -1): void => {
    const times = (names.get(user) ?? 0) + by;
    if (times === 0) names.delete(user);
    else names.set(user, times);
  };
  let first = 0;
  let peak = { attempts: 0, until: new Date(0) };
  let spray = { users: 0, until: new Date(0) };
  for (const [last, { user, at }] of attempts.entries()) {
    count(user, 1);
    for (let old = attempts[first]; old && at - old.at >= PEAK_MS; old = attempts[first]) {
      count(old.user, -1);
      first += 1;
    }
    const inside = last - first + 1;
    if (inside > peak.attempts) peak = { attempts: inside, until: new Date(at) };
    if (names.size > spray.users) spray = { users: names.size, until: new Date(at) };
  }
  return { peak, spray };
}
