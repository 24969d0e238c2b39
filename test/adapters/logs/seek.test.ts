import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SLACK_MS, startOfWindow } from '../../../src/adapters/logs/seek.ts';

const begin = Date.UTC(2026, 10, 1);
const NEAR = 64 * 1024;
/** "<milliseconds> rest": the simplest line that says when it was written. */
const timeOf = (line: string): number | undefined => (/^\d{13} /.test(line) ? Number(line.slice(0, 13)) : undefined);
/** One a second. */
const lineAt = (second: number): string => `${begin + second * 1000} ${'x'.repeat(60 + (second % 40))}\n`;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-seek-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Where it would begin to read, how much is read before the window then, and how often it looked. */
async function seek(text: string, since: Date): Promise<{ readonly at: number; readonly early: number; readonly peeks: number }> {
  const path = join(folder, 'app.log');
  await writeFile(path, text);
  const handle = await open(path);
  let peeks = 0;
  const counted = new Proxy(handle, {
    get: (target, name) => {
      if (name === 'read') peeks += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const at = await startOfWindow({ handle: counted, bytes: text.length, modifiedAt: 0 }, since, timeOf);
  await handle.close();
  const wanted = text.split('\n').findIndex((line) => (timeOf(line) ?? 0) >= since.getTime() - SLACK_MS);
  const first = wanted === -1 ? text.length : text.split('\n').slice(0, wanted).join('\n').length + 1;
  return { at, early: first - at, peeks };
}

const lines = 60_000;
const long = Array.from({ length: lines }, (_, second) => lineAt(second)).join('');

test.each([
  ['the last seconds', lines - 3, 2],
  ['the last hour', lines - 3600, 12],
  ['nearly all of it', 400, 14],
  ['all of it', -100, 14],
  ['what is not written yet', lines + 600, 2],
])('of %s it begins close before, after few looks', async (_, second, most) => {
  const { at, early, peeks } = await seek(long, new Date(begin + second * 1000));

  expect(at).toBeGreaterThanOrEqual(0);
  expect(early).toBeGreaterThanOrEqual(0);
  expect(early).toBeLessThanOrEqual(NEAR);
  expect(peeks).toBeLessThanOrEqual(most);
});

test.each([10 * 1024, 300 * 1024])('%d bytes without a time at the end do not make it read everything', async (bytes) => {
  const trace = `${'  File "/app/x.py", line 7, in handle\n'.repeat(bytes / 38)}\n`;
  const { early } = await seek(long + trace, new Date(begin + (lines - 60) * 1000));

  expect(early).toBeGreaterThanOrEqual(0);
  expect(early).toBeLessThanOrEqual(2 * 1024 * 1024);
});

test('what says no time anywhere is read from its beginning', async () => {
  expect(await seek('rubbish\n'.repeat(50_000), new Date(begin))).toMatchObject({ at: 0 });
  expect(await seek('', new Date(begin))).toMatchObject({ at: 0, peeks: 0 });
});
