/**
 * Reading a log for what matters against counting one word in it with grep. One run, interleaved; figures are medians over the
 * rounds. `npm run bench:logs -- --megabytes 512 --rounds 5`
 */
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { formatAccess, formatRecord } from '../sandbox/platform/logs/format.ts';
import { createLogs } from '../src/adapters/logs/logs.ts';
import { matchingLines } from '../src/adapters/own/matching-lines.ts';
import { median, short, table } from './support/numbers.ts';
import { createStopwatch } from './support/stopwatch.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, megabytes: { type: 'string', default: '512' } } });
const bytesWanted = Number(values.megabytes) * 1e6;
const DAYS = 30;
const begin = Date.UTC(2026, 9, 24);
const all = new Date(begin - 1000);
const lastDay = new Date(begin + (DAYS - 1) * 86_400_000);
const lastMinute = new Date(begin + DAYS * 86_400_000 - 54_000);
const { signal } = new AbortController();

const folder = await mkdtemp(join(tmpdir(), 'bigshot-bench-'));
try {
  const app = await write('app.log', appLine);
  const nginx = await write('access.log', accessLine);
  const logs = createLogs({ app, nginx });
  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['`grep -ic error`, the log of the application', () => execa('grep', ['-ic', 'error', app], { reject: false })],
    ['one word, all of it', () => matchingLines(app, 'app', { words: ['ERROR'], since: all }, signal)],
    ['a pattern, all of it', () => matchingLines(app, 'app', { pattern: 'ERR(OR)?|Traceback', ignoreCase: false, since: all }, signal)],
    ['every level, kind and login, all of it', () => logs.app(all, signal)],
    ['every level, kind and login, the last of 30 days', () => logs.app(lastDay, signal)],
    ['every level, kind and login, the last hundred lines', () => logs.app(lastMinute, signal)],
    ['`tail -100`', () => execa('tail', ['-100', app])],
    ['`grep -c " 500 "`, the log of the web server', () => execa('grep', ['-c', ' 500 ', nginx], { reject: false })],
    ['every status, path and suspect, all of it', () => logs.nginx(all, signal)],
    ['every status, path and suspect, the last of 30 days', () => logs.nginx(lastDay, signal)],
  ];
  const watch = createStopwatch();
  const before = process.memoryUsage().rss;
  for (let round = 0; round < Number(values.rounds); round += 1) {
    for (const [name, work] of ways) await watch.timed(name, work);
  }
  const grown = (process.memoryUsage().rss - before) / 1e6;
  console.log(
    `\nlogs of ${short((await stat(app)).size / 1e6)} and ${short((await stat(nginx)).size / 1e6)} MB; memory grew by ${short(grown)} MB\n`,
  );
  console.log(report(ways.map(([name]) => ({ name, ms: median(watch.of(name)) }))));
} finally {
  await rm(folder, { recursive: true, force: true });
}

function report(ways: readonly { readonly name: string; readonly ms: number }[]): string {
  let grep = NaN;
  const rows = ways.map(({ name, ms }) => {
    if (name.startsWith('`grep')) grep = ms;
    return [name, short(ms), short(grep / ms)];
  });
  return table([['way', 'ms', '× grep'], ...rows]);
}

/** Lines with rising times until there are enough. */
async function write(name: string, lineAt: (at: Date, index: number) => string): Promise<string> {
  const path = join(folder, name);
  await pipeline(Readable.from(pieces(lineAt)), createWriteStream(path));
  return path;
}

function* pieces(lineAt: (at: Date, index: number) => string): Generator<string> {
  const count = Math.ceil(bytesWanted / lineAt(new Date(begin), 1).length);
  for (let from = 0; from < count; from += 10_000) {
    const length = Math.min(10_000, count - from);
    yield Array.from({ length }, (_, place) => {
      const index = from + place;
      return lineAt(new Date(begin + Math.floor((index / count) * DAYS * 86_400_000)), index);
    }).join('');
  }
}

/** One error in 190 lines, one warning in 40. */
function appLine(at: Date, index: number): string {
  const record = { at, service: 'bigshot-backend', zone: 'general' } as const;
  if (index % 190 === 0)
    return formatRecord({
      ...record,
      level: 'ERROR',
      place: 'bigshot.jobs:run:201',
      message: `Job ${index} failed: HTTPError: 429 Too Many Requests`,
    });
  if (index % 40 === 0)
    return formatRecord({
      ...record,
      level: 'WARNING',
      place: 'bigshot.api:handle:77',
      message: `Slow request: GET /api/v1/domains took ${index % 5000} ms`,
    });
  const message = `GET /api/v1/jobs/${index}?page=2 200 ${index % 300} ms by user ${index % 17}`;
  return formatRecord({ ...record, level: 'INFO', place: 'bigshot.api:handle:64', message });
}

function accessLine(at: Date, index: number): string {
  return formatAccess({
    at,
    ip: `10.0.${index % 7}.${index % 250}`,
    request: `GET /api/v1/domains/${index % 5000} HTTP/1.1`,
    status: index % 97 === 0 ? 500 : index % 41 === 0 ? 404 : 200,
    bytes: index % 9000,
    agent: 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0',
  });
}
