import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebClient } from '@slack/web-api';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { parseOptions, WrongOptions } from '../../../sandbox/slack/options.ts';
import { createLunch } from './app/app.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const socketManifest = fileURLToPath(new URL('support/manifest.yml', import.meta.url));
const httpManifest = fileURLToPath(new URL('app/manifest.yml', import.meta.url));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cli-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Starts the workspace as `npm run workspace` does; it is killed with the test. */
function run(...args: readonly string[]) {
  const child = execa(process.execPath, ['--import', 'tsx', 'sandbox/slack/main.ts', ...args], { cwd: root, reject: false });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said: string[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  return { child, said: () => said.join('') };
}

function environmentIn(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^(SLACK_\w+)=(\S+)$/gm)].map(([, name = '', value = '']) => [name, value]));
}

describe('a started workspace', () => {
  test('says what to open and gives the environment with which Bolt connects; SIGTERM ends it', async () => {
    const { child, said } = run('--manifest', socketManifest, '--port', '0');
    await expect.poll(said).toContain('Ctrl-C ends it.');
    const given = environmentIn(said());

    const app = createLunch('Socket Mode', {
      botToken: given['SLACK_BOT_TOKEN'] ?? '',
      appToken: given['SLACK_APP_TOKEN'] ?? '',
      signingSecret: given['SLACK_SIGNING_SECRET'] ?? '',
      slackApiUrl: given['SLACK_API_URL'] ?? '',
    });
    await app.start();
    expect(await app.client.auth.test()).toMatchObject({ ok: true, user: 'tester' });
    await app.stop();
    expect(said()).toContain('clientOptions: { slackApiUrl: process.env.SLACK_API_URL }');
    expect(said()).toMatch(/Open http:\/\/127\.0\.0\.1:\d+\n/);

    child.kill('SIGTERM');
    expect((await child).exitCode).toBe(0);
  });

  test('is one line of JSON for scripts; its folder keeps the tokens; SIGINT ends it', async () => {
    const Started = z.object({
      apiUrl: z.string(),
      app: z.object({
        name: z.literal('Lunch'),
        socketMode: z.literal(false),
        requestUrl: z.literal('http://127.0.0.1:3999/slack/events'),
      }),
      tokens: z.object({ bot: z.string(), control: z.string(), signingSecret: z.string() }),
      people: z.array(z.object({ name: z.string(), token: z.string() })),
    });
    const { child, said } = run(
      '--manifest',
      httpManifest,
      '--app-url',
      'http://127.0.0.1:3999',
      '--port',
      '0',
      '--folder',
      folder,
      '--json',
    );
    await expect.poll(said).toMatch(/^\{.*\}\n$/);
    const { apiUrl, tokens } = Started.parse(JSON.parse(said()));

    expect(await new WebClient(tokens.bot, { slackApiUrl: apiUrl }).auth.test()).toMatchObject({ ok: true, user: 'lunch' });
    expect(JSON.parse(await readFile(join(folder, 'tokens.json'), 'utf8'))).toMatchObject({ bot: tokens.bot, control: tokens.control });

    child.kill('SIGINT');
    expect((await child).exitCode).toBe(0);
  });
});

describe('a workspace that cannot start', () => {
  test('names another port where its own is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void taken.close());
    await once(taken, 'listening');
    const { port } = z.object({ port: z.number() }).parse(taken.address());

    const { exitCode, stderr, stdout } = await run('--manifest', socketManifest, '--port', String(port)).child;

    expect([exitCode, stderr, stdout]).toEqual([1, expect.stringMatching(`^Port ${port} is taken. Choose another one: --port \\d+$`), '']);
  });

  test('names the place of a mistake in the manifest', async () => {
    const path = join(folder, 'manifest.yml');
    await writeFile(path, 'display_information:\n  name: [1]\noauth_config: { scopes: { bot: [] } }\nsettings: {}\n');

    const { exitCode, stderr } = await run('--manifest', path, '--port', '0').child;

    expect(exitCode).toBe(1);
    expect(stderr).toContain(`reading the manifest ${path}: `);
    expect(stderr).toContain('display_information.name');
    expect(stderr).not.toContain('    at ');
  });

  test('says what is wrong with its options and which there are', async () => {
    const { exitCode, stderr } = await run('--manifset', 'manifest.yml').child;

    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^Unknown option '--manifset'/);
    expect(stderr).toContain('--manifest <file>');
  });
});

describe('the options', () => {
  test('have the defaults of a workspace for this machine', () => {
    expect(parseOptions(['--manifest', 'm.yml'])).toEqual({
      json: false,
      workspace: { manifest: 'm.yml', port: 3100, limits: 'slack', allowedHosts: [] },
    });
  });

  test('may all be given', () => {
    const text = '--manifest m.yml --port 0 --folder f --setup s.yml --app-url http://a.test:1 --limits tight --host 0.0.0.0';

    expect(parseOptions([...text.split(' '), '--allowed-host', 'a.test', '--allowed-host', '[::1]:8080', '--json'])).toEqual({
      json: true,
      workspace: {
        manifest: 'm.yml',
        port: 0,
        folder: 'f',
        setup: 's.yml',
        appUrl: 'http://a.test:1',
        limits: 'tight',
        host: '0.0.0.0',
        allowedHosts: ['a.test', '[::1]:8080'],
      },
    });
  });

  test.each([
    { args: [], says: '--manifest is missing' },
    { args: ['--manifest', 'm', '--port', '65536'], says: '--port wants a number from 0 to 65535, not "65536"' },
    { args: ['--manifest', 'm', '--port', 'many'], says: 'not "many"' },
    { args: ['--manifest', 'm', '--limits', 'none'], says: '--limits wants slack, tight or off, not "none"' },
    { args: ['--manifest', 'm', '--host', '0.0.0.0'], says: '--host 0.0.0.0 lets others than this machine in' },
    { args: ['--manifest', 'm', '--allowed-host', 'http://a.test'], says: '--allowed-host wants a name' },
    { args: ['--manifest'], says: "Option '--manifest <value>' argument missing" },
    { args: ['m.yml'], says: "Unexpected argument 'm.yml'" },
  ])('$args are refused with what is wrong and what is allowed', ({ args, says }) => {
    const parse = (): unknown => parseOptions(args);

    expect(parse).toThrow(WrongOptions);
    expect(parse).toThrow(says);
    expect(parse).toThrow('Allowed after');
  });
});
