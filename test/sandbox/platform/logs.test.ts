import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openJournal } from '../../../sandbox/platform/logs/journal.ts';
import { minutesBetween } from '../../../sandbox/platform/logs/past.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-logs-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const lines = async (name: string): Promise<readonly string[]> => (await readFile(join(folder, name), 'utf8')).trimEnd().split('\n');

test('the last day has errors, failed logins and what users typed, over the current and the rotated file', async () => {
  const journal = await openJournal(folder, { writesAccess: true });
  await journal.close();

  const all = [...(await lines('app.log.1')), ...(await lines('app.log'))].join('\n');

  expect(all).toMatch(/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}\] \[\w+:bigshot-\w+\] \[ERROR\] /m);
  expect(all).toContain('Traceback (most recent call last):');
  expect(all).toMatch(/AUTH FAILED: user=admin, ip=203\.0\.113\.77/);
  expect(all).toContain('<!channel>');
  expect(all).toContain('password=hunter2');
});

test('a second start continues where the first ended', async () => {
  await (await openJournal(folder, { writesAccess: true })).close();
  const first = await lines('app.log');

  await (await openJournal(folder, { writesAccess: true })).close();
  const second = await lines('app.log');

  expect(second.slice(0, first.length)).toEqual(first);
  expect(second.length - first.length).toBeLessThan(10);
});

test('the web server log has a share of client and server errors', async () => {
  await (await openJournal(folder, { writesAccess: true })).close();

  const statuses = (await lines('nginx/access.log')).map((line) => / HTTP\/1\.1" (\d)\d\d /.exec(line)?.[1]);
  const share = (digit: string): number => statuses.filter((status) => status === digit).length / statuses.length;

  expect(statuses).not.toContain(undefined);
  expect(share('4')).toBeGreaterThan(0.02);
  expect(share('5')).toBeGreaterThan(0.003);
  expect(share('5')).toBeLessThan(0.02);
});

test('the same minutes give the same lines', () => {
  const from = new Date('2026-03-01T10:00:00Z');
  const to = new Date('2026-03-01T12:00:00Z');

  expect([...minutesBetween(from, to)]).toEqual([...minutesBetween(from, to)]);
  expect([...minutesBetween(from, to)]).toHaveLength(120);
});
