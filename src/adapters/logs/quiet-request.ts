import { looksForHoles } from './visitors.ts';

const MINUTE_MS = 60_000;
const MINUTE_LENGTH = '23/Nov/2026:19:51'.length;
const TIME_LENGTH = '23/Nov/2026:19:51:00'.length;
const ZONE_LENGTH = ' +0000'.length;
const [SPACE, TWO, THREE] = [32, 50, 51];

/** Requests that only want to be counted: GETs that succeeded, of a minute that is known to be in the window, for nothing strange. */
export function createQuietRequests() {
  let minute = '';
  let behind = '';
  return {
    /** A line of this time was looked at closely: others of its minute need not be. */
    know(line: string, at: number, from: number): void {
      if (at - (at % MINUTE_MS) < from) return;
      const begin = line.indexOf(' [') + 2;
      minute = line.slice(begin, begin + MINUTE_LENGTH);
      behind = `${line.slice(begin + TIME_LENGTH, begin + TIME_LENGTH + ZONE_LENGTH)}] "GET /`;
    },
    /** Its status; undefined where the line has to be looked at closely. */
    statusOf(text: string, start: number, end: number): number | undefined {
      const begin = text.indexOf(' [', start) + 2;
      if (minute === '' || begin < 2 || begin > end || !text.startsWith(minute, begin)) return undefined;
      if (!text.startsWith(behind, begin + TIME_LENGTH)) return undefined;
      const path = begin + TIME_LENGTH + ZONE_LENGTH + '] "GET '.length;
      const close = text.indexOf('" ', path);
      const kind = text.charCodeAt(close + 2);
      if (close < 0 || close + 5 >= end || (kind !== TWO && kind !== THREE) || text.charCodeAt(close + 5) !== SPACE) return undefined;
      const status = Number(text.slice(close + 2, close + 5));
      return Number.isInteger(status) && !isStrange(text.slice(path, Math.min(close, path + 200))) ? status : undefined;
    },
  };
}

/** Most requests are for the API itself, and need no pattern. */
function isStrange(target: string): boolean {
  const isPlain = target.startsWith('/api/') && target.indexOf('.') >= target.indexOf(' ') && !target.includes('%');
  return !isPlain && looksForHoles(target);
}
