import { z } from 'zod';

/** One record of the application's log. */
export interface LogRecord {
  /** ms since 1970. */
  readonly at: number;
  readonly level: Level;
  readonly logger: string;
  readonly message: string;
}

export type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
const levels: Readonly<Record<string, Level>> = {
  DEBUG: 'DEBUG',
  INFO: 'INFO',
  WARNING: 'WARNING',
  WARN: 'WARNING',
  ERROR: 'ERROR',
  CRITICAL: 'CRITICAL',
  FATAL: 'CRITICAL',
};

/** The beginning of a record in either of the platform's formats; undefined for a continuation line and anything else. */
export function recordOf(line: string): LogRecord | undefined {
  const text = line.includes('\x1b') ? withoutColours(line) : line;
  if (text.startsWith('{')) return fromJson(text);
  return text.startsWith('[') ? fromText(text) : undefined;
}

/** The time alone, for looking at many lines. */
export function timeOfRecord(line: string): number | undefined {
  return recordOf(line)?.at;
}

/** `[asctime] [host:service] [LEVEL] [zone] [logger:func:line] message`, taken apart without a pattern that could run away. */
function fromText(text: string): LogRecord | undefined {
  const at = utc(text.slice(1, 24));
  const host = text.indexOf('] [');
  const level = text.indexOf('] [', host + 3);
  if (at === undefined || host < 0 || host > 30 || level < 0) return undefined;
  const zone = text.indexOf(']', level + 3);
  const known = levels[text.slice(level + 3, zone)];
  if (known === undefined) return undefined;
  const place = text.indexOf('] [', zone + 1);
  const end = text.indexOf('] ', place + 3);
  if (place < 0 || end < 0) return { at, level: known, logger: '', message: text.slice(zone + 1).trim() };
  const logger = text.slice(place + 3, end).split(':')[0] ?? '';
  return { at, level: known, logger, message: text.slice(end + 2) };
}

const JsonLine = z.object({
  timestamp: z.string().optional(),
  asctime: z.string().optional(),
  time: z.string().optional(),
  level: z.string().optional(),
  levelname: z.string().optional(),
  logger: z.string().optional(),
  name: z.string().optional(),
  message: z.unknown().optional(),
  msg: z.unknown().optional(),
  exception: z.unknown().optional(),
  exc_info: z.unknown().optional(),
});

function fromJson(text: string): LogRecord | undefined {
  const line = JsonLine.safeParse(json(text)).data;
  if (line === undefined) return undefined;
  const at = utc(line.timestamp ?? line.asctime ?? line.time ?? '');
  const level = levels[(line.level ?? line.levelname ?? '').toUpperCase()];
  if (at === undefined || level === undefined) return undefined;
  const parts = [line.message ?? line.msg, line.exception ?? line.exc_info].filter((part) => typeof part === 'string');
  return { at, level, logger: line.logger ?? line.name ?? '', message: parts.join('\n') };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `2026-11-23 19:51:00,123` or with a `T` and a zone; a time without a zone is UTC, as the containers write it. */
function utc(text: string): number | undefined {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined;
  const zone = /(?:Z|[+-]\d\d:?\d\d)$/.exec(text.slice(16))?.[0] ?? 'Z';
  const ms = text[19] === ',' || text[19] === '.' ? text.slice(20, 23).replaceAll(/\D.*/g, '').padEnd(3, '0') : '000';
  const at = Date.parse(`${text.slice(0, 10)}T${text.slice(11, 19)}.${ms}${zone}`);
  return Number.isNaN(at) ? undefined : at;
}

function withoutColours(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the escape character begins a colour
  return text.replaceAll(/\x1b\[[0-9;]{0,20}m/g, '');
}
