import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAppReview } from '../../../src/adapters/logs/app-review.ts';
import { eachLine } from '../../../src/adapters/logs/lines.ts';
import type { LineReader } from '../../../src/adapters/logs/lines.ts';
import { createNginxReview } from '../../../src/adapters/logs/nginx.ts';
import { matchingLines } from '../../../src/adapters/own/matching-lines.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-quiet-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const since = new Date('2026-11-23T08:00:00.500Z');
const { signal } = new AbortController();

/** Numbers that look random and are the same each time. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * sides);
  };
}
const at = (index: number): Date => new Date(since.getTime() - 120_000 + index * 37);

function appLine(index: number, roll: (sides: number) => number): string {
  const time = at(index - roll(300))
    .toISOString()
    .replace('T', ' ')
    .replace('.', ',')
    .slice(0, 23);
  const level = ['INFO', 'INFO', 'INFO', 'DEBUG', 'WARNING', 'ERROR'][roll(6)] ?? 'INFO';
  const head = `[${time}] [${['4f2a:backend', '4f2a:celery'][roll(2)] ?? ''}] [${level}] [general]`;
  const shapes = [
    `${head} [bigshot.api:handle:64] GET /api ${roll(50)} ä`,
    `${head} [bigshot.auth:log:7] AUTH FAILED: user=u${roll(9)}, ip=10.0.0.${roll(3)}`,
    `${head} without a place`,
    '  File "x.py", line 3',
    'Traceback (most recent call last)',
    `{"timestamp":"${at(index).toISOString()}","level":"${level}","message":"in JSON"}`,
    `[${time.slice(0, 19)}Z] [a:b] [INFO] [z] [l:f:1] a time of another kind`,
    'rubbish] [ INFO]',
    '',
  ];
  return shapes[roll(12)] ?? shapes[0] ?? '';
}

function accessLine(index: number, roll: (sides: number) => number): string {
  const iso = at(index * 3 - roll(2000)).toISOString();
  const zone = ['+0000', '+0000', '+0100'][roll(3)] ?? '';
  const path =
    ['/api/v1/jobs', '/api/v1/jobs/1.csv', '/', '/.env', '/x.php?a=1', '/api/../etc/passwd', '/assets/%2e%2e/x', '/cgi-bin/'][roll(8)] ??
    '';
  const status = ['200', '200', '304', '404', '500', 'OK', '20x'][roll(7)] ?? '';
  const request = roll(9) === 0 ? `POST /api/v1/auth/login HTTP/1.1` : `GET ${path} HTTP/1.1`;
  return roll(20) === 0
    ? 'rubbish'
    : `10.0.0.${roll(4)} - - [23/Nov/2026:${iso.slice(11, 19)} ${zone}] "${request}" ${status} 12 "-" "Mozilla/5.0 (X11)"`;
}

async function fileOf(lineAt: typeof appLine, seed: number): Promise<string> {
  const roll = dice(seed);
  const path = join(folder, `${lineAt.name}-${seed}.log`);
  // More than one block, so that lines lie across their borders.
  await writeFile(path, Array.from({ length: 6000 }, (_, index) => lineAt(index, roll)).join('\n'));
  return path;
}

async function read(path: string, reader: LineReader): Promise<void> {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  await eachLine({ handle, bytes: size, modifiedAt: 0 }, 0, reader, signal);
  await handle.close();
}
/** The same, but every line is looked at closely. */
const closely = (reader: LineReader): LineReader => ({ take: (line) => reader.take(line) });

test.each([1, 2, 3, 4, 5])(
  'a log of the application that is mostly counted says the same as one that is looked at line by line (%i)',
  async (seed) => {
    const path = await fileOf(appLine, seed);
    const [quick, slow] = [createAppReview(since), createAppReview(since)];

    await read(path, quick);
    await read(path, closely(slow));

    expect(quick.result()).toEqual(slow.result());
    expect(slow.result().byLevel).toMatchObject({ INFO: expect.any(Number), DEBUG: expect.any(Number), ERROR: expect.any(Number) });
  },
);

test.each([1, 2, 3, 4, 5])('so does a log of the web server (%i)', async (seed) => {
  const path = await fileOf(accessLine, seed);
  const [quick, slow] = [createNginxReview(since), createNginxReview(since)];

  await read(path, quick);
  await read(path, closely(slow));

  expect(quick.result()).toEqual(slow.result());
  expect(slow.result().suspects.length).toBeGreaterThan(0);
});

test('most lines are passed over', async () => {
  const path = join(folder, 'calm.log');
  const line = (index: number) =>
    `[${at(index).toISOString().replace('T', ' ').replace('.', ',').slice(0, 23)}] [a:b] [INFO] [z] [l:f:1] calm\n`;
  await writeFile(path, Array.from({ length: 20_000 }, (_, index) => line(index)).join(''));
  const review = createAppReview(since);
  let looked = 0;

  await read(path, {
    ...review,
    take(bytes) {
      looked += 1;
      review.take(bytes);
    },
  });

  // Those before the window, the first in it, and one at each border of two blocks.
  expect(looked).toBeLessThan(3400);
});

test('words are found where they stand, and not across two lines', async () => {
  const path = join(folder, 'words.log');
  const time = '[2026-11-23 09:00:00,000] [a:b] [INFO] [z] [l:f:1]';
  const calm = `${time} nothing ${'x'.repeat(100)}\n`.repeat(3000);
  await writeFile(path, `${calm}${time} größer\n${calm}${time} timeout\n${time} time\nout\n${time} größer timeout`);

  const found = await matchingLines(path, 'app', { words: ['timeout', 'größer'], since }, signal);

  expect(found).toEqual({ count: 3, last: [`${time} größer`, `${time} timeout`, `${time} größer timeout`] });
});
