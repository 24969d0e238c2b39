import type { AccessLogReview } from '../../ports/platform.ts';

/** A request, as far as a line of nginx' combined format tells it and it is used. */
export interface Visit {
  readonly at: number;
  readonly ip: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

// An attacker may come from many addresses: so many are kept apart, and no more.
const MAX_ADDRESSES = 5000;
const SHOWN_ADDRESSES = 20;
const SHOWN_PATHS = 3;
const HOUR_MS = 3_600_000;
/** So many failures before a success are no typing error. */
const MANY_FAILURES = 5;

/** Files and programs that this platform has not got, and that those look for who look for a hole. */
const holes =
  /(?:^|\/)\.(?:env|git|aws|ssh|svn|htaccess|htpasswd|DS_Store)|\.php\b|\.asp|\.jsp|\.cgi\b|cgi-bin|phpmyadmin|\.\.(?:\/|%2f|\\)|%2e%2e|etc\/passwd|\/actuator|\/HNAP1|\/boaform|\/solr\/|jndi:|\.(?:sql|bak|old|swp)(?:\.gz)?$/i;

/** Also of a path with its query: then it is looked at once more without it. */
export function looksForHoles(path: string): boolean {
  return holes.test(path);
}

interface Visitor {
  probes: number;
  answered: number;
  readonly paths: Set<string>;
  failures: number[];
  entered?: { failures: number; at: number };
}

type Suspects = AccessLogReview['suspects'];

/** Watches who asks, by address: who looks for holes, and who gets in after many refused logins. */
export function createVisitors(): { take(visit: Visit): void; result(): Suspects } {
  const visitors = new Map<string, Visitor>();
  const visitorAt = (ip: string): Visitor | undefined => {
    const known = visitors.get(ip);
    if (known || visitors.size >= MAX_ADDRESSES) return known;
    const visitor: Visitor = { probes: 0, answered: 0, paths: new Set(), failures: [] };
    visitors.set(ip, visitor);
    return visitor;
  };
  return {
    take(visit) {
      const isLogin = visit.method === 'POST' && visit.path.endsWith('/login');
      const isProbe = !isLogin && looksForHoles(visit.path);
      const visitor = isLogin || isProbe ? visitorAt(visit.ip) : undefined;
      if (visitor && isLogin) login(visitor, visit);
      if (visitor && isProbe) probe(visitor, visit);
    },
    result: () =>
      [...visitors]
        .filter(([, { probes, entered }]) => probes > 0 || entered)
        .toSorted(
          ([, left], [, right]) => Number(right.entered !== undefined) - Number(left.entered !== undefined) || right.probes - left.probes,
        )
        .slice(0, SHOWN_ADDRESSES)
        .map(([ip, { probes, answered, paths, entered }]) => ({
          ip,
          probes,
          answered,
          paths: [...paths],
          ...(entered && { entered: { failures: entered.failures, at: new Date(entered.at) } }),
        })),
  };
}

function probe(visitor: Visitor, { path, status }: Visit): void {
  visitor.probes += 1;
  if (status < 300) visitor.answered += 1;
  if (visitor.paths.size < SHOWN_PATHS) visitor.paths.add(path);
}

function login(visitor: Visitor, { at, status }: Visit): void {
  visitor.failures = visitor.failures.filter((time) => at - time < HOUR_MS);
  if (status === 401 || status === 403) visitor.failures.push(at);
  if (status >= 400) return;
  const failures = visitor.failures.length;
  if (failures >= MANY_FAILURES && failures >= (visitor.entered?.failures ?? 0)) visitor.entered = { failures, at };
  visitor.failures = [];
}
