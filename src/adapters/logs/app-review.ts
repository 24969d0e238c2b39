import type { AppLogReview, LogGroup } from '../../ports/platform.ts';
import { exceptionOf, fingerprint } from './fingerprint.ts';
import { createLogins } from './logins.ts';
import type { LineReader } from './lines.ts';
import { createQuietRecords } from './quiet-record.ts';
import { recordOf, type Level, type LogRecord } from './record.ts';

const MAX_GROUPS = 1000;
const SHOWN_GROUPS = 50;
// More lines than that after a record are no traceback: the log is in a format that we do not know, and must say so.
const MAX_CONTINUATION = 300;

/** A record whose further lines may still come. */
interface Open {
  readonly record: LogRecord;
  readonly more: string[];
}

/** Reads lines in their order and says what the window holds. */
export function createAppReview(since: Date): LineReader & { result(): AppLogReview } {
  const from = since.getTime();
  const records = createQuietRecords(since);
  const window = createWindow();
  let open: Open | undefined;
  /** Further lines of a record that was only counted; undefined when the last one was not. */
  let quiet: number | undefined;
  let oldest = Number.POSITIVE_INFINITY;
  let unparsed = 0;
  const close = (): void => {
    if (open !== undefined && open.record.at >= from) window.add(open);
    open = undefined;
  };
  return {
    take: (bytes) => {
      const line = bytes.toString('utf8');
      const record = recordOf(line);
      if (record !== undefined) {
        close();
        quiet = undefined;
        open = { record, more: [] };
        oldest = Math.min(oldest, record.at);
      } else if (quiet !== undefined && quiet < MAX_CONTINUATION) quiet += 1;
      else if (open !== undefined && open.more.length < MAX_CONTINUATION) open.more.push(line.slice(0, 500));
      else unparsed += 1;
    },
    pass(text, start, end) {
      // The first one tells how far the log reaches back.
      const level = Number.isFinite(oldest) ? records.levelOf(text, start, end) : undefined;
      if (level === undefined) return false;
      close();
      quiet = 0;
      window.count(level);
      return true;
    },
    result: () => {
      close();
      return { ...window.result(), unparsed, ...(Number.isFinite(oldest) && { since: new Date(oldest) }) };
    },
  };
}

function createWindow(): { add(open: Open): void; count(level: Level): void; result(): Omit<AppLogReview, 'unparsed' | 'since'> } {
  const byLevel = new Map<string, number>();
  const errors = createGroups('other errors');
  const warnings = createGroups('other warnings');
  const logins = createLogins();
  const count = (level: Level): void => void byLevel.set(level, (byLevel.get(level) ?? 0) + 1);
  return {
    count,
    add: (open) => {
      const { level } = open.record;
      count(level);
      logins.take(open.record);
      if (level === 'ERROR' || level === 'CRITICAL') errors.add(open);
      if (level === 'WARNING') warnings.add(open);
    },
    result: () => ({
      lines: [...byLevel.values()].reduce((sum, count) => sum + count, 0),
      byLevel: Object.fromEntries(byLevel),
      errors: errors.shown(),
      warnings: warnings.shown(),
      ...logins.result(),
    }),
  };
}

function createGroups(rest: string): { add(open: Open): void; shown(): readonly LogGroup[] } {
  const groups = new Map<string, { readonly count: number; readonly first: number; readonly last: number; readonly sample: string }>();
  return {
    add: ({ record: { at, logger, message }, more }) => {
      const lines = [...message.slice(0, 8000).split('\n'), ...more];
      const exception = exceptionOf(lines);
      const text = [logger, (lines[0] ?? '').slice(0, 300), exception?.slice(0, 200)].filter(Boolean).join(' · ');
      const print = fingerprint(text);
      const key = groups.size < MAX_GROUPS || groups.has(print) ? print : '';
      const group = groups.get(key) ?? { count: 0, first: at, last: at, sample: key === '' ? rest : text };
      groups.set(key, { ...group, count: group.count + 1, first: Math.min(group.first, at), last: Math.max(group.last, at) });
    },
    shown: () =>
      [...groups.values()]
        .toSorted((left, right) => right.count - left.count)
        .slice(0, SHOWN_GROUPS)
        .map(({ count, first, last, sample }) => ({ count, first: new Date(first), last: new Date(last), sample })),
  };
}
