import { spawn, type ChildProcess } from 'node:child_process';
import { on, once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { clearFolder } from '../../../sandbox/demo/fresh.ts';
import { withClient } from '../../../sandbox/stores/databases.ts';
import { freePort } from '../../../sandbox/stores/ports.ts';
import { isAlive } from '../../../sandbox/stores/processes.ts';
import { portOf } from '../../support/port-of.ts';

const Described = z.object({
  slack: z.object({ url: z.string(), apiUrl: z.string(), channels: z.array(z.object({ id: z.string(), name: z.string() })) }),
  platform: z.object({ apiUrl: z.string(), databaseUrl: z.string(), redisUrl: z.null(), folder: z.string() }),
  bot: z.object({ databaseUrl: z.string(), redisUrl: z.null() }),
});
const Recorded = z.object({ children: z.array(z.object({ pid: z.number() })) });

let parent: string;
let folder: string;
let stub: string;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), 'bigshot-demo-'));
  folder = join(parent, 'data');
  stub = join(parent, 'stub.mjs');
  await writeFile(
    stub,
    `import { existsSync } from 'node:fs'; console.log('{"msg":"ready"}'); setInterval(() => { if (existsSync(process.env.STUB_DIES_WITH ?? '')) { console.log('out of luck'); process.exit(3); } }, 100);`,
  );
});

afterAll(async () => {
  for (const demo of running) demo.kill('SIGKILL');
  await clearFolder(folder);
  await rm(parent, { recursive: true, force: true });
});

interface Started {
  readonly demo: ChildProcess;
  readonly words: Promise<string>;
  /** Settles when it has said something on stderr. */
  readonly says: (what: string) => Promise<void>;
  readonly line: () => Promise<z.infer<typeof Described>>;
  readonly ended: () => Promise<number | null>;
}

interface StartOptions {
  readonly port?: number;
  readonly environment?: Record<string, string>;
  /** Where the data are kept; the same folder for all by default. */
  readonly place?: string;
}

async function start({ port, environment, place = folder }: StartOptions = {}): Promise<Started> {
  const given = ['--json', '--verbose', '--no-redis', '--folder', place, '--port', String(port ?? (await freePort())), '--bot', stub];
  const args = ['--import', 'tsx', 'sandbox/demo.ts', ...given];
  const demo = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...environment } });
  running.add(demo);
  const ending = once(demo, 'exit').then(([code]: unknown[]) => (running.delete(demo), typeof code === 'number' ? code : null));
  const words = text(demo.stderr);
  const says = (what: string): Promise<void> => sign(demo.stderr, what);
  const line = async (): Promise<z.infer<typeof Described>> => {
    const [chunk]: unknown[] = await Promise.race([once(demo.stdout, 'data'), words.then((said) => Promise.reject(new Error(said)))]);
    return Described.parse(JSON.parse(String(chunk)));
  };
  return { demo, words, says, line, ended: () => ending };
}

/** Waits until a stream has said something. */
async function sign(stream: Readable, what: string): Promise<void> {
  for await (const [chunk] of on(stream, 'data', { close: ['end'] })) if (String(chunk).includes(what)) return;
  throw new Error(`it never said: ${what}`);
}

async function children(): Promise<readonly number[]> {
  const { children: recorded } = Recorded.parse(JSON.parse(await readFile(join(folder, 'processes.json'), 'utf8')));
  return recorded.map(({ pid }) => pid);
}

test('one line of JSON says where everything is; a second demo is refused; Ctrl-C leaves nothing behind', async () => {
  const first = await start();
  const described = await first.line();
  const page = await fetch(described.slack.url);
  const health = await fetch(`${described.platform.apiUrl}/api/v1/health`);
  const pids = await children();

  const second = await start();
  const secondCode = await second.ended();
  first.demo.kill('SIGINT');
  const firstCode = await first.ended();

  expect([page.status, await health.json()]).toMatchObject([200, { status: 'healthy' }]);
  expect([secondCode, await second.words]).toEqual([1, expect.stringContaining('A demo is running here already')]);
  expect(firstCode).toBe(0);
  expect(pids).toHaveLength(3);
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false, false]);
});

test('a demo that was killed is cleaned up by the next start, which keeps the data', { timeout: 60_000 }, async () => {
  const first = await start();
  const { bot } = await first.line();
  await withClient(bot.databaseUrl, (client) => client.query('CREATE TABLE kept AS SELECT 7 AS seven'));
  const left = await children();
  first.demo.kill('SIGKILL');
  await first.ended();

  const second = await start();
  const described = await second.line();
  const { rows } = await withClient(described.bot.databaseUrl, (client) => client.query('SELECT seven FROM kept'));
  const alive = await Promise.all(left.map(isAlive));
  second.demo.kill('SIGTERM');
  await second.ended();

  expect(alive).toEqual([false, false, false]);
  expect(rows).toEqual([{ seven: 7 }]);
  expect(await second.words).toContain('Ended what a killed demo had left behind: ');
});

test.each([
  { moment: 'before the first step is done', sign: 'Starting PostgreSQL', undone: 'PostgreSQL of' },
  { moment: 'while the database is filled', sign: 'addresses of the platform', undone: 'data of the platform' },
])('Ctrl-C during a first start, $moment, cuts the start and ends in order', { timeout: 60_000 }, async ({ sign: moment, undone }) => {
  const place = join(parent, moment);
  const { demo, words, says, ended } = await start({ place });
  await says(moment);

  demo.kill('SIGINT');
  const code = await ended();
  const left = await readdir(place);
  await clearFolder(place);

  const said = (await words).split('\n').filter((line) => !/^ +\d+ ms /.test(line));
  expect(said).toEqual(['Starting PostgreSQL, the platform, the local Slack and the bot …', 'Stopping …', '']);
  expect(await words).not.toContain(undone);
  expect([code, left.includes('processes.json')]).toEqual([0, false]);
});

test('a folder may be named from where one stands', { timeout: 60_000 }, async () => {
  const { demo, line, ended } = await start({ place: relative(process.cwd(), folder) });

  const { platform } = await line();
  demo.kill('SIGINT');
  await ended();

  expect(platform.folder).toBe(join(folder, 'platform'));
});

test('when the bot dies its last words are shown and everything ends', async () => {
  const fate = join(parent, 'fate');
  const { line, ended, words } = await start({ environment: { STUB_DIES_WITH: fate } });
  await line();
  const pids = await children();

  await writeFile(fate, '');
  const code = await ended();

  expect([code, await words]).toEqual([1, expect.stringMatching(/The bot ended \(code 3\)[^]*out of luck/)]);
  expect(await Promise.all(pids.map(isAlive))).toEqual([false, false, false]);
});

test('a taken port is named, with the option that changes it', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const port = portOf(other);

  const { ended, words } = await start({ port });
  const code = await ended();
  other.close();

  expect([code, await words]).toEqual([1, expect.stringMatching(new RegExp(`Port ${port} is taken.* -- --port ${port + 1}`))]);
});
