import { appendFile, mkdir, stat, utimes, writeFile } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { formatAccess, formatRecord, type LogRecord } from './format.ts';
import { minutesBetween } from './past.ts';

/** The platform's logs, being written. */
export interface Journal {
  note(level: LogRecord['level'], zone: string, place: string, message: string): void;
  access(request: IncomingMessage, status: number, bytes: number): void;
  /** Writes what is still in memory and stops the chatter. */
  close(): Promise<void>;
}

const HOUR_MS = 3_600_000;
const PAST_MS = 26 * HOUR_MS;
const ROTATED_MS = 9 * HOUR_MS;
const CHATTER_EVERY_MS = 5000;
const FLUSH_EVERY_MS = 500;

/**
 * Opens the logs of a folder: writes what the platform would have logged until now (`app.log.1` is the older part), then goes on while it runs.
 * Requests are written only where no web server does it.
 */
export async function openJournal(folder: string, { writesAccess }: { readonly writesAccess: boolean }): Promise<Journal> {
  const app = join(folder, 'app.log');
  const nginx = join(folder, 'nginx', 'access.log');
  await mkdir(join(folder, 'nginx'), { recursive: true });
  await writePast(app, nginx, new Date());
  const waiting = { app: '', nginx: '' };
  const flush = async (): Promise<void> => {
    const lines = { ...waiting };
    waiting.app = '';
    waiting.nginx = '';
    if (lines.app) await appendFile(app, lines.app);
    if (lines.nginx) await appendFile(nginx, lines.nginx);
  };
  const note: Journal['note'] = (level, zone, place, message) => {
    waiting.app += formatRecord({ at: new Date(), service: 'bigshot-backend', level, zone, place, message });
  };
  // The folder may be deleted under a running platform; it is not worth dying for.
  const flushing = setInterval(() => void flush().catch(() => undefined), FLUSH_EVERY_MS);
  const chatter = setInterval(() => note('INFO', 'api', 'bigshot.api:list_jobs:118', 'GET /api/v1/jobs page=1'), CHATTER_EVERY_MS);
  return {
    note,
    access: (request, status, bytes) => {
      if (!writesAccess) return;
      waiting.nginx += formatAccess({ at: new Date(), ...described(request), status, bytes });
    },
    close: async () => {
      clearInterval(flushing);
      clearInterval(chatter);
      await flush().catch(() => undefined);
    },
  };
}

// Requests are written as nginx would have seen them, so what a client sends must not break the line.
function described(request: IncomingMessage): { readonly ip: string; readonly request: string; readonly agent: string } {
  return {
    ip: request.socket.remoteAddress ?? '127.0.0.1',
    request: clean(`${request.method} ${request.url} HTTP/${request.httpVersion}`),
    agent: clean(request.headers['user-agent'] ?? '-'),
  };
}

function clean(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]|"/g, '_').slice(0, 300);
}

async function writePast(app: string, nginx: string, now: Date): Promise<void> {
  const earliest = new Date(now.getTime() - PAST_MS);
  const written = await lastWrite(app);
  const rotated = new Date(now.getTime() - ROTATED_MS);
  if (!written) {
    const older = linesBetween(earliest, rotated);
    await writeFile(`${app}.1`, older.app);
    await utimes(`${app}.1`, rotated, rotated);
    await writeFile(nginx, older.nginx);
  }
  const newer = linesBetween(written ? later(written, earliest) : rotated, now);
  await appendFile(app, newer.app);
  await appendFile(nginx, newer.nginx);
}

function later(one: Date, other: Date): Date {
  return one > other ? one : other;
}

function linesBetween(from: Date, to: Date): { readonly app: string; readonly nginx: string } {
  const minutes = [...minutesBetween(from, to)];
  return {
    app: minutes.flatMap(({ records }) => records.map(formatRecord)).join(''),
    nginx: minutes.flatMap(({ requests }) => requests.map(formatAccess)).join(''),
  };
}

async function lastWrite(file: string): Promise<Date | undefined> {
  return stat(file).then(
    ({ mtime }) => mtime,
    () => undefined,
  );
}
