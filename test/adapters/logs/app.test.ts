import { readdirSync, readlinkSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, realpath, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createLogs } from '../../../src/adapters/logs/logs.ts';
import type { AppLogReview } from '../../../src/ports/platform.ts';
import { effortOf } from '../../support/in-time.ts';
import { patienceSeconds } from '../../support/patience.ts';

const since = new Date('2026-11-22T08:00:00Z');
const inside = '2026-11-23 07:00:00,123';
let folder: string;
let files = 0;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'bigshot-logs-')));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('levels are counted by their field, never by the word', async () => {
  const review = await reviewOf(
    record('INFO', 'finished: 0 errors, error_message is null'),
    record('ERROR', 'Job 1 failed'),
    record('CRITICAL', 'out of memory'),
    record('WARNING', 'slow'),
  );

  expect(review.lines).toBe(4);
  expect(review.byLevel).toEqual({ INFO: 1, ERROR: 1, CRITICAL: 1, WARNING: 1 });
});

test('alike errors are one group, with their first and last time and one line of it', async () => {
  const review = await reviewOf(
    record('ERROR', 'Job 4711 of "a.test" at 10.0.0.1 failed', '2026-11-23 07:00:00,000'),
    record('ERROR', 'Job 99 of "b.test" at 10.0.0.22 failed', '2026-11-23 07:05:00,000'),
    record('ERROR', 'disk is full'),
  );

  expect(review.errors).toEqual([
    {
      count: 2,
      first: new Date('2026-11-23T07:00:00Z'),
      last: new Date('2026-11-23T07:05:00Z'),
      sample: 'bigshot.jobs · Job 4711 of "a.test" at 10.0.0.1 failed',
    },
    expect.objectContaining({ count: 1, sample: 'bigshot.jobs · disk is full' }),
  ]);
});

test('a traceback belongs to its record, and its exception tells groups apart', async () => {
  const review = await reviewOf(
    `${record('ERROR', 'Exception on /api/v1/jobs [GET]')}\n${traceback('psycopg2.errors.UniqueViolation: duplicate key 1')}`,
    `${record('ERROR', 'Exception on /api/v1/jobs [GET]')}\n${traceback('psycopg2.errors.UniqueViolation: duplicate key 2')}`,
    `${record('ERROR', 'Exception on /api/v1/jobs [GET]')}\n${traceback('TimeoutError')}`,
  );

  expect(review.lines).toBe(3);
  expect(review.unparsed).toBe(0);
  expect(review.errors.map(({ count, sample }) => [count, sample])).toEqual([
    [2, 'bigshot.jobs · Exception on /api/v1/jobs [GET] · psycopg2.errors.UniqueViolation: duplicate key 1'],
    [1, 'bigshot.jobs · Exception on /api/v1/jobs [GET] · TimeoutError'],
  ]);
});

test('JSON lines are read too, with a zone or in UTC', async () => {
  const review = await reviewOf(
    JSON.stringify({ timestamp: '2026-11-23T07:00:00.123456Z', level: 'ERROR', logger: 'bigshot.api', message: 'boom' }),
    JSON.stringify({ asctime: '2026-11-23 07:00:01,500', levelname: 'error', name: 'bigshot.api', msg: 'boom' }),
    JSON.stringify({ timestamp: '2026-11-22T08:30:00+02:00', level: 'INFO', message: 'before the window' }),
  );

  expect(review.byLevel).toEqual({ ERROR: 2 });
  expect(review.errors).toMatchObject([{ count: 2, sample: 'bigshot.api · boom' }]);
});

test('the window is UTC and begins at its first instant', async () => {
  const review = await reviewOf(
    record('ERROR', 'too old', '2026-11-22 07:59:59,999'),
    record('ERROR', 'just in', '2026-11-22 08:00:00,000'),
  );

  expect(review.errors.map(({ sample }) => sample)).toEqual(['bigshot.jobs · just in']);
  expect(review.since).toEqual(new Date('2026-11-22T07:59:59.999Z'));
});

test('rotated files are read in their order, and a traceback may go over from one to the next', async () => {
  const path = await write(`${record('INFO', 'new')}\n`);
  await writeFile(`${path}.1`, `${record('ERROR', 'Exception')}\n`);
  await writeFile(`${path}.2`, `${record('INFO', 'old')}\n`);
  await writeFile(path, `Traceback (most recent call last):\nValueError: x\n${record('INFO', 'new')}\n`);

  const review = await read(path);

  expect(review.byLevel).toEqual({ INFO: 2, ERROR: 1 });
  expect(review.errors.map(({ sample }) => sample)).toEqual(['bigshot.jobs · Exception · ValueError: x']);
});

test('a file that was finished before the window is not read and shows that the log reaches back', async () => {
  const path = await write(`${record('INFO', 'new')}\n`);
  await writeFile(`${path}.1`, `${record('INFO', 'x')}\n`);
  await utimes(`${path}.1`, new Date('2026-11-20T00:00:00Z'), new Date('2026-11-20T00:00:00Z'));

  const review = await read(path);

  expect(review.lines).toBe(1);
  expect(review.since).toEqual(new Date('2026-11-20T00:00:00Z'));
});

test('a log that was rotated away leaves its numbered files to read', async () => {
  const path = await write(`${record('INFO', 'x')}\n`);
  await rename(path, `${path}.1`);

  expect((await read(path)).lines).toBe(1);
});

test('a last line that is still being written is no unknown line', async () => {
  const path = await write(`${record('INFO', 'whole')}\n${record('ERROR', 'half').slice(0, 40)}`);

  const review = await read(path);

  expect(review).toMatchObject({ lines: 1, unparsed: 0 });
});

test('a log in another format is all unknown lines, not a quiet day', async () => {
  const review = await reviewOf(...Array.from({ length: 50 }, (_, index) => `2026-11-23 ERROR something ${index}`));

  expect(review).toMatchObject({ lines: 0, unparsed: 50 });
});

test('a format that changes after the first record is noticed as well', async () => {
  const review = await reviewOf(record('INFO', 'x'), ...Array.from({ length: 1000 }, (_, index) => `other ${index}`));

  expect(review.unparsed).toBeGreaterThan(500);
});

test.each([
  ['a hole of NUL bytes', Buffer.concat([Buffer.alloc(700_000), Buffer.from(record('ERROR', 'after the hole'))])],
  ['colours', Buffer.from(`\x1b[31m${record('ERROR', 'after the hole')}\x1b[0m`)],
  ['Windows line ends', Buffer.from(`${record('ERROR', 'after the hole')}\r`)],
])('a record after or in %s is read', async (_, bytes) => {
  const path = await write(Buffer.concat([bytes, Buffer.from('\n')]));

  const review = await read(path);

  expect(review.errors).toMatchObject([{ count: 1, sample: 'bigshot.jobs · after the hole' }]);
});

test('invalid UTF-8 is shown as a replacement and breaks nothing', async () => {
  const path = await write(Buffer.concat([Buffer.from(record('ERROR', 'caf')), Buffer.from([0xe9, 0xff, 10])]));

  expect((await read(path)).errors[0]?.sample).toBe('bigshot.jobs · caf\uFFFD\uFFFD');
});

test('a record of 5 MB is cut, and the next one is read', async () => {
  const review = await reviewOf(record('ERROR', 'x'.repeat(5_000_000)), record('ERROR', 'next'));

  expect(review.lines).toBe(2);
  expect(review.errors.map(({ sample }) => sample.length)).toEqual([expect.any(Number), 'bigshot.jobs · next'.length]);
  expect(review.errors[0]?.sample.length).toBeLessThan(400);
});

test.skipIf(process.platform !== 'linux')('a rotation while it reads loses no line and doubles none (needs /proc)', async () => {
  const path = await write(`${record('INFO', 'x')}\n`.repeat(100_000));

  const looking = read(path);
  await vi.waitUntil(() => isOpen(path), { timeout: patienceSeconds * 1000, interval: 1 });
  await rename(path, `${path}.1`);
  await appendFile(path, `${record('ERROR', 'later')}\n`);

  expect((await looking).byLevel).toEqual({ INFO: 100_000 });
});

test('only the window of a long file is read', async () => {
  const hourMs = 3_600_000;
  const ages = Array.from({ length: 120_000 }, (_, index) => (120_000 - index) * 1000);
  const old = ages.map((age) => record('INFO', 'x', timeOf(new Date(since.getTime() - age))));
  const path = await write(`${[...old, record('ERROR', 'new')].join('\n')}\n`);

  const review = await read(path);

  expect(review.byLevel).toEqual({ ERROR: 1 });
  // Of the 33 hours before the window it has met only the last ones.
  expect(review.since?.getTime()).toBeGreaterThan(since.getTime() - 5 * hourMs);
  expect(review.since?.getTime()).toBeLessThan(since.getTime());
});

test('the event loop turns while a large log is read', async () => {
  const path = await write(`${record('ERROR', 'Job 4711 of "a.test" failed with a longer message to make it real')}\n`.repeat(100_000));
  const gaps: number[] = [];
  let last = process.cpuUsage();
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(last);
    gaps.push((user + system) / 1000);
    last = process.cpuUsage();
  }, 1);

  const review = await read(path);
  clearInterval(timer);

  expect(review.errors).toMatchObject([{ count: 100_000 }]);
  // Our own work between two turns, since a busy machine pauses us for longer; the median, since others of our threads work too.
  expect(gaps.toSorted((left, right) => left - right)[Math.floor(gaps.length / 2)]).toBeLessThan(20);
  expect(gaps.length).toBeGreaterThan(30);
});

test('a hostile line takes no longer than another one of its length', async () => {
  const effortMs = await effortOf(() =>
    reviewOf(
      ...['a', '0', '"', "'", ':', '-', '0x', 'A.', '[', '] ['].map((text) => record('ERROR', text.repeat(60_000 / text.length))),
      `Traceback (most recent call last):\n${'A.'.repeat(30_000)}`,
      `[${'] ['.repeat(20_000)}`,
      `{${'"'.repeat(60_000)}`,
    ),
  );

  expect(effortMs).toBeLessThan(1000);
});

test.each(['nowhere/app.log', 'app.log'])('a configured log that is not there is an error, by name: %s', async (name) => {
  const path = join(folder, name);

  await expect(read(path)).rejects.toMatchObject({
    name: 'OpsError',
    message: `the configured log ${path} is not there (rotated away, not mounted?)`,
  });
});

test('a configured log that is a folder says so', async () => {
  await expect(read(folder)).rejects.toThrow(`the configured log ${folder} is no file`);
});

test('only a log that is not configured is absent', async () => {
  await expect(createLogs({}).app(since, signal())).rejects.toMatchObject({ name: 'Absent', message: 'no application log is configured' });
});

test('a cancelled look ends', async () => {
  const path = await write(`${record('INFO', 'x')}\n`);

  await expect(createLogs({ app: path }).app(since, AbortSignal.abort(new Error('cancelled')))).rejects.toThrow('cancelled');
});

function record(level: string, message: string, time = inside): string {
  return `[${time}] [4f2a91c07d3e:bigshot-celery] [${level}] [jobs] [bigshot.jobs:enumerate_domains:97] ${message}`;
}

function timeOf(moment: Date): string {
  return moment.toISOString().replace('T', ' ').replace('.', ',').slice(0, -1);
}

/** Whether this process has the file open. */
function isOpen(path: string): boolean {
  return readdirSync('/proc/self/fd').some((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`) === path;
    } catch {
      return false; // closed since the names were read
    }
  });
}

function traceback(exception: string): string {
  return `Traceback (most recent call last):\n  File "/app/x.py", line 3, in f\n    g()\n${exception}\nDETAIL:  Key exists.\n\n[SQL: SELECT 1]`;
}

async function reviewOf(...lines: readonly string[]): Promise<AppLogReview> {
  return read(await write(`${lines.join('\n')}\n`));
}

async function write(content: string | Buffer): Promise<string> {
  files += 1;
  await mkdir(join(folder, String(files)));
  const path = join(folder, String(files), 'app.log');
  await writeFile(path, content);
  return path;
}

function read(path: string): Promise<AppLogReview> {
  return createLogs({ app: path }).app(since, signal());
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
