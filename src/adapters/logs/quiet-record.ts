import { createFinder } from './finder.ts';
import { loginMarks } from './logins.ts';
import { SLACK_MS } from './seek.ts';

/** `[2026-11-23 19:51:00,123]`: the bracket, 23 characters, and what comes behind them. */
const TIME_END = 24;
const SECONDS_END = 20;
const [BRACKET, DASH, COLON] = [91, 45, 58];

/** Records that only want to be counted: INFO and DEBUG, in the window, about no failed login. */
export function createQuietRecords(since: Date) {
  const after = (ms: number): string =>
    new Date(since.getTime() + ms)
      .toISOString()
      .slice(0, SECONDS_END - 1)
      .replace('T', ' ');
  // The second after the beginning: within the first one the milliseconds count, and are looked at.
  const from = after(1000);
  // Behind this the time of a line need not be looked at any more.
  const far = after(SLACK_MS);
  const nextLogin = createFinder(loginMarks);
  let isFar = false;
  /** What stands between the time and the level: of one process it is always the same. No line has this first one. */
  let host = '\n';
  const isInside = (time: string): boolean => {
    isFar ||= time >= far;
    return isFar || time >= from;
  };
  return {
    /** Undefined where the line is something else, or has to be looked at closely. */
    levelOf(text: string, start: number, end: number): 'INFO' | 'DEBUG' | undefined {
      if (text.charCodeAt(start) !== BRACKET || !isTime(text, start + 1)) return undefined;
      const at = start + TIME_END;
      if (!text.startsWith(host, at)) {
        const level = text.startsWith('] [', at) ? text.indexOf('] [', at + 3) : -1;
        if (level < 0 || level >= end) return undefined;
        host = text.slice(at, level + 3);
      }
      const level = at + host.length;
      const name = text.startsWith('INFO]', level) ? 'INFO' : text.startsWith('DEBUG]', level) ? 'DEBUG' : undefined;
      if (name === undefined || nextLogin(text, start) < end) return undefined;
      return isFar || isInside(text.slice(start + 1, start + SECONDS_END)) ? name : undefined;
    },
  };
}

function isTime(text: string, at: number): boolean {
  return (
    text.charCodeAt(at + 4) === DASH &&
    text.charCodeAt(at + 7) === DASH &&
    text.charCodeAt(at + 13) === COLON &&
    text.charCodeAt(at + 16) === COLON &&
    isDigit(text.charCodeAt(at + 22))
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}
