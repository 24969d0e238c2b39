import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogs } from '../../../src/adapters/logs/logs.ts';
import type { AccessLogReview } from '../../../src/ports/platform.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-nginx-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

test('only the status field says what a request was', async () => {
  const review = await reviewOf(
    line('GET /page/404 HTTP/1.1', 200, 4321, 'Mozilla/5.0 AppleWebKit/537.36'),
    line('GET /api/v1/jobs?token=secret&page=2 HTTP/1.1', 500),
    line('GET /api/v1/jobs?page=3 HTTP/1.1', 500),
    line('POST /api/v1/auth/login HTTP/1.1', 401),
    line('GET / HTTP/1.1', 499),
    ...Array.from({ length: 3 }, () => line('GET /wp-login.php HTTP/1.1', 404)),
    line('GET / HTTP/1.1', 301),
  );

  expect(review).toMatchObject({
    requests: 9,
    byClass: { '2xx': 1, '3xx': 1, '4xx': 5, '5xx': 2, other: 0 },
    byStatus: { 200: 1, 301: 1, 401: 1, 404: 3, 499: 1, 500: 2 },
    unparsed: 0,
  });
  expect(review.worstPaths.slice(0, 2)).toEqual([
    { path: '/api/v1/jobs', status: 500, count: 2 },
    { path: '/wp-login.php', status: 404, count: 3 },
  ]);
});

test('the window is an instant, whatever zone the line is in', async () => {
  const review = await reviewOf(
    line('GET /old HTTP/1.1', 200, 1, 'x', '23/Nov/2026:08:59:59 +0100'),
    line('GET /new HTTP/1.1', 200, 1, 'x', '23/Nov/2026:09:00:00 +0100'),
  );

  expect(review.requests).toBe(1);
  expect(review.since).toEqual(new Date('2026-11-23T07:59:59Z'));
});

test.each([
  '',
  'rubbish',
  '1.1.1.1 - - [not a time] "GET / HTTP/1.1" 200 1 "-" "-"',
  '1.1.1.1 - - [23/Nov/2026:09:00:00 +0000] "GET / HTTP/1.1" OK',
])('a line like "%s" is counted as not understood', async (text) => {
  const review = await reviewOf(`x${text}`, line('GET / HTTP/1.1', 200));

  expect(review).toMatchObject({ requests: 1, unparsed: 1 });
});

test('a request that is no HTTP still has its status', async () => {
  const review = await reviewOf(line('\\x16\\x03\\x01', 400), line('', 400));

  expect(review.byClass['4xx']).toBe(2);
});

async function reviewOf(...lines: readonly string[]): Promise<AccessLogReview> {
  const path = join(folder, 'access.log');
  await writeFile(path, `${lines.join('\n')}\n`);
  return createLogs({ nginx: path }).nginx(new Date('2026-11-23T08:00:00Z'), new AbortController().signal);
}

function line(request: string, status: number, bytes = 512, agent = 'curl/8', time = '23/Nov/2026:09:00:00 +0000'): string {
  return `203.0.113.7 - - [${time}] "${request}" ${status} ${bytes} "-" "${agent}"`;
}
