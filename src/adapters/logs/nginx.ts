import type { AccessLogReview } from '../../ports/platform.ts';
import type { LineReader } from './lines.ts';
import { createQuietRequests } from './quiet-request.ts';
import { createVisitors } from './visitors.ts';
import type { Visit } from './visitors.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
// Whoever asks chooses the paths: so many are kept apart, and no more.
const MAX_PATHS = 5000;
const SHOWN_PATHS = 20;

/** Counts requests by the status field, which is the only place where a status is. */
export function createNginxReview(since: Date): LineReader & { result(): AccessLogReview } {
  const from = since.getTime();
  const byStatus = new Map<number, number>();
  const paths = new Map<string, number>();
  const visitors = createVisitors();
  const quiet = createQuietRequests();
  let unparsed = 0;
  let oldest = Number.POSITIVE_INFINITY;
  const ill = ({ status, path }: Visit): void => {
    const key = `${status} ${path}`;
    if (paths.has(key) || paths.size < MAX_PATHS) paths.set(key, (paths.get(key) ?? 0) + 1);
  };
  return {
    pass(text, start, end) {
      const status = quiet.statusOf(text, start, end);
      if (status === undefined) return false;
      byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      return true;
    },
    take: (bytes) => {
      const line = bytes.toString('latin1', 0, 4096);
      const request = requestOf(line);
      if (request === undefined) unparsed += 1;
      else oldest = Math.min(oldest, request.at);
      if (request === undefined || request.at < from) return;
      quiet.know(line, request.at, from);
      byStatus.set(request.status, (byStatus.get(request.status) ?? 0) + 1);
      visitors.take(request);
      if (request.status >= 400) ill(request);
    },
    result: () => ({
      ...counted(byStatus),
      worstPaths: worstOf(paths),
      suspects: visitors.result(),
      unparsed,
      ...(Number.isFinite(oldest) && { since: new Date(oldest) }),
    }),
  };
}

/** The time alone, for looking at many lines. */
export function timeOfRequest(line: string): number | undefined {
  return requestOf(line)?.at;
}

/** `address - user [time] "METHOD /path PROTOCOL" status bytes "referer" "agent"`; nginx writes quotes inside a field as `\x22`. */
function requestOf(line: string): Visit | undefined {
  const bracket = line.indexOf(' [');
  const quote = line.indexOf('] "', bracket);
  const end = line.indexOf('" ', quote + 3);
  if (bracket < 0 || quote < 0 || end < 0) return undefined;
  const at = timeOf(line.slice(bracket + 2, quote));
  const field = line.slice(end + 2, end + 6);
  if (at === undefined || !/^\d{3} /.test(field)) return undefined;
  const [method = '', target = ''] = line.slice(quote + 3, end).split(' ', 2);
  // A query may hold tokens and search words of people.
  const ip = line.slice(0, Math.min(45, line.indexOf(' ')));
  return { at, ip, method, status: Number(field), path: (target.split('?', 1)[0] ?? '').slice(0, 200) };
}

/** `23/Nov/2026:19:51:00 +0000`. */
function timeOf(text: string): number | undefined {
  const month = months.indexOf(text.slice(3, 6));
  const zone = /^[+-]\d{4}$/.test(text.slice(21)) ? `${text.slice(21, 24)}:${text.slice(24)}` : undefined;
  if (month < 0 || zone === undefined) return undefined;
  const at = Date.parse(`${text.slice(7, 11)}-${String(month + 1).padStart(2, '0')}-${text.slice(0, 2)}T${text.slice(12, 20)}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}

function counted(byStatus: ReadonlyMap<number, number>): Pick<AccessLogReview, 'requests' | 'byClass' | 'byStatus'> {
  const byClass = { '2xx': 0, '3xx': 0, '4xx': 0, '5xx': 0, other: 0 };
  for (const [status, count] of byStatus) byClass[classOf(status)] += count;
  return {
    requests: [...byStatus.values()].reduce((sum, count) => sum + count, 0),
    byClass,
    byStatus: Object.fromEntries([...byStatus].map(([status, count]) => [String(status), count])),
  };
}

function classOf(status: number): keyof AccessLogReview['byClass'] {
  if (status >= 200 && status < 300) return '2xx';
  if (status >= 300 && status < 400) return '3xx';
  if (status >= 400 && status < 500) return '4xx';
  return status >= 500 && status < 600 ? '5xx' : 'other';
}

function worstOf(paths: ReadonlyMap<string, number>): AccessLogReview['worstPaths'] {
  return [...paths]
    .map(([key, count]) => ({ status: Number(key.slice(0, 3)), path: key.slice(4), count }))
    .toSorted((left, right) => Number(right.status >= 500) - Number(left.status >= 500) || right.count - left.count)
    .slice(0, SHOWN_PATHS);
}
