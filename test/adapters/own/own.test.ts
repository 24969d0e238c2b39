import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../sandbox/stores/databases.ts';
import { createOwn } from '../../../src/adapters/own/own.ts';
import { Absent } from '../../../src/core/errors.ts';
import { testDatabase } from '../../support/stores.ts';
import { portOf } from '../../support/port-of.ts';

const never = new AbortController().signal;
let folder: string;
let server: Server | undefined;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-own-'));
});
afterEach(() => void server?.close());
afterAll(() => rm(folder, { recursive: true, force: true }));

async function serve(handler: RequestListener): Promise<string> {
  server = createServer(handler);
  await new Promise<void>((resolve) => {
    server?.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${portOf(server)}/`;
}

describe('an endpoint', () => {
  const own = createOwn({ path: undefined });

  test('tells its status and its words, and a redirect is one', async () => {
    const url = await serve((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end('elsewhere'));

    expect(await own.http(url, never)).toMatchObject({ status: 302, body: 'elsewhere' });
  });

  test('whose answer has no end is read to 64 KiB', async () => {
    const url = await serve((_, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(16_384)));
        response.once('drain', more);
      };
      more();
    });

    expect((await own.http(url, never)).body).toHaveLength(65_536);
  });

  test('that says nothing is left at the limit', async () => {
    const url = await serve(() => {});

    await expect(own.http(url, AbortSignal.timeout(100))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('that is not there is an error that names the host and no more', async () => {
    await expect(own.http('http://user:secret@127.0.0.1:1/path?token=x', never)).rejects.toThrow(/^asking 127\.0\.0\.1:1$/);
  });
});

describe('a question to the database', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await testDatabase());
    await withClient(url, (client) => client.query('CREATE TABLE t AS SELECT generate_series(1, 7) AS n'));
  });
  const ask = (query: string) => createOwn({ databaseUrl: url, path: undefined }).number(query, never);

  test.each([
    ['select count(*) from t', 7],
    ['select n from t where n > 100', null],
    ['select null', null],
    ["select '12.5'::numeric", 12.5],
    ['select max(n) as a, min(n) as b from t', 7],
  ])('%s', async (query, value) => {
    expect(await ask(query)).toBe(value);
  });

  test.each([
    ['delete from t', 'cannot execute DELETE in a read-only transaction'],
    ['select 1; delete from t', 'cannot insert multiple commands into a prepared statement'],
    ["select set_config('transaction_read_only', 'off', false)", 'transaction read-write mode'],
    ['commit', 'null'],
    ["select 'many'", 'the answer is no number'],
    ['select * from nothing', 'relation "nothing" does not exist'],
    ['', 'null'],
  ])('%s is no way to write, and no number', async (query, why) => {
    const told = await ask(query).then(String, (error: unknown) =>
      error instanceof Error ? `${error.message}: ${String(error.cause)}` : '',
    );

    expect(told).toContain(why);
    expect((await withClient(url, (client) => client.query('SELECT count(*)::int AS rows FROM t'))).rows).toEqual([{ rows: 7 }]);
  });

  test('without a database is absent', async () => {
    await expect(createOwn({ path: undefined }).number('select 1', never)).rejects.toThrow(Absent);
  });
});

describe('a program', () => {
  const own = createOwn({ path: '/usr/bin:/bin' });
  async function program(script: string): Promise<string> {
    const file = join(folder, `p${script.length}`);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  test('gets its words as they are, and tells its code and first line', async () => {
    const file = await program('printf "%s\\n" "$1" second; exit 2');

    expect(await own.command([file, '$(id); `id` && id'], never)).toEqual({ exitCode: 2, line: '$(id); `id` && id' });
  });

  test('sees nothing of the environment of the bot', async () => {
    expect(await own.command([await program('env | grep -v "^\\(PATH\\|PWD\\|SHLVL\\|_\\)=" | head -1')], never)).toEqual({
      exitCode: 0,
      line: '',
    });
  });

  test('that does not end is ended at the limit', async () => {
    await expect(own.command([await program('exec sleep 30')], AbortSignal.timeout(200))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  test('that is not there is an error', async () => {
    await expect(own.command(['/nowhere/probe'], never)).rejects.toThrow('running /nowhere/probe');
  });
});

describe('a log', () => {
  const line = (hour: string, text: string) => `[2026-11-26 ${hour}:00:00,000] [h:backend] [ERROR] [z] [a:b:1] ${text}\n`;

  test('is counted from its moment on, by words that stand as they are', async () => {
    const file = join(folder, 'app.log');
    await writeFile(file, line('01', 'Killed [old]') + line('07', 'Killed [1]') + line('08', 'killed') + line('09', 'Killed [2] a.c'));
    const own = createOwn({ logs: { app: file }, path: undefined });
    const since = new Date('2026-11-26T06:00:00Z');

    expect(await own.lines('app', { words: ['Killed ['] }, since, never)).toMatchObject({
      count: 2,
      last: [expect.stringContaining('[1]'), expect.stringContaining('[2]')],
    });
    expect(await own.lines('app', { words: ['a.c', 'killed'] }, since, never)).toMatchObject({ count: 2 });
    expect(await own.lines('app', { words: ['.*'] }, since, never)).toMatchObject({ count: 0 });
  });

  test('is counted by a pattern, line by line, wherever its blocks end', async () => {
    const file = join(folder, 'patterns.log');
    const calm = line('07', `took 12 ms ${'x'.repeat(120)}`).repeat(2000);
    await writeFile(
      file,
      `${calm}${line('07', 'took 4711 ms')}${calm}${line('08', 'Took 900 ms')}${line('08', 'took')}5000 ms\n${line('09', 'größer 9')}`,
    );
    const own = createOwn({ logs: { app: file }, path: undefined });
    const since = new Date('2026-11-26T06:00:00Z');
    const matching = async (pattern: string, ignoreCase = false) =>
      (await own.lines('app', { pattern, ignoreCase }, since, never)).last.map((found) => found.slice(-12));

    expect(await matching(String.raw`took \d{3,} ms$`)).toEqual(['took 4711 ms']);
    expect(await matching(String.raw`took \d{3,} ms$`, true)).toEqual(['took 4711 ms', ' Took 900 ms']);
    expect(await matching('größer [0-9]$')).toEqual([expect.stringMatching(/größer 9$/)]);
    expect(await matching(String.raw`took\s+5000`)).toEqual([]);
  });

  test('is counted in time by a pattern that would backtrack for ever', async () => {
    const file = join(folder, 'evil.log');
    await writeFile(file, line('07', `${'a'.repeat(5000)}b`));
    const own = createOwn({ logs: { app: file }, path: undefined });

    expect(await own.lines('app', { pattern: '(a+)+$', ignoreCase: false }, new Date('2026-11-26T06:00:00Z'), never)).toMatchObject({
      count: 0,
    });
  });

  test('that is not configured is absent', async () => {
    const own = createOwn({ path: undefined });

    await expect(own.lines('nginx', { words: ['x'] }, new Date(), never)).rejects.toThrow('no log nginx is configured');
    await expect(own.lines('celery', { words: ['x'] }, new Date(), never)).rejects.toThrow('no container engine is configured');
  });
});
