import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../scripts/generate/files.ts';
import { configSchema, readConfig } from '../src/config.ts';
import { definitions } from '../src/registry.ts';
import { patienceSeconds } from './support/patience.ts';
import { testDatabase } from './support/stores.ts';

const name = 'bundle';
let database: Awaited<ReturnType<typeof testDatabase>>;

/** Runs a built program as an image would: from any folder, with nothing but its own environment. */
function run(program: string, parameters: readonly string[]) {
  const secrets = { PLATFORM_API_PASSWORD: 'not used', PLATFORM_DATABASE_URL: database.url, PLATFORM_REDIS_URL: 'redis://127.0.0.1:1' };
  return execa(process.execPath, [join(root, 'dist', program), ...parameters], {
    cwd: '/',
    env: { DATABASE_URL: database.url, BIGSHOT_CONFIG: join(root, 'bigshot.example.yml'), BIGSHOT_NAME: name, ...secrets },
    extendEnv: false,
    reject: false,
    timeout: patienceSeconds * 1000,
  });
}

function said(stream: Readable, words: string): Promise<void> {
  const pieces: string[] = [];
  return new Promise((resolve) => {
    stream.on('data', (piece) => {
      pieces.push(String(piece));
      if (pieces.join('').includes(words)) resolve();
    });
  });
}

describe('the built bot', () => {
  beforeAll(async () => {
    database = await testDatabase();
    await execa('npm', ['run', '--silent', 'build'], { cwd: root });
  });
  afterAll(() => database.drop());

  test('reads the example configuration and finds nothing wrong with it', async () => {
    const { stdout, exitCode } = await run('main.js', ['check']);

    expect({ stdout, exitCode }).toEqual({ stdout: expect.stringMatching(/bigshot\.example\.yml is right: prod$/), exitCode: 0 });
  });

  test('calls itself healthy only while a process of it works', async () => {
    const before = await run('healthy.js', []);
    const bot = run('main.js', ['worker', '--environment', 'prod']);
    await Promise.race([said(bot.stdout, '"msg":"ready"'), bot]);
    const during = await run('healthy.js', []);
    bot.kill('SIGTERM');
    const ended = await bot;
    const after = await run('healthy.js', []);

    expect([before, during, after].map(({ exitCode }) => exitCode)).toEqual([1, 0, 1]);
    expect(during.stdout).toBe('alive: bundle-prod');
    expect(after.stderr).toBe('bundle has not been heard of for 30 s');
    expect(ended.exitCode).toBe(0);
  });
});

describe('the example configuration', () => {
  test('is valid and leaves every risk with somebody who approves', async () => {
    const config = readConfig('bigshot.example.yml', await readFile(join(root, 'bigshot.example.yml'), 'utf8'), definitions);

    const covered = config.settings.rules.filter(({ approve }) => approve !== undefined).map(({ task }) => task);
    const destructive = [...definitions.tasks.values()].filter(({ risk }) => risk === 'destructive').map(({ id }) => id);
    expect(destructive.filter((id) => !covered.includes(id))).toEqual([]);
  });

  test('shows every part that an environment can have', async () => {
    const { environments } = readConfig('bigshot.example.yml', await readFile(join(root, 'bigshot.example.yml'), 'utf8'), definitions);
    const { prod } = configSchema(definitions).shape.environments.parse(environments);

    expect(Object.keys(prod ?? {}).toSorted()).toEqual([
      'api',
      'backups',
      'certificates',
      'channel',
      'database',
      'engine',
      'host',
      'incidents',
      'logs',
      'redis',
      'secrets',
      'tls',
      'updates',
    ]);
  });
});
