import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isAlive } from '../../../sandbox/stores/processes.ts';
import { startRedis } from '../../../sandbox/stores/redis.ts';

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-redis-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(!isInstalled)('with redis-server installed', () => {
  test('the server asks for its password, works, and leaves no process behind', async () => {
    const server = await startRedis({ folder });
    if ('absent' in server) throw new Error(server.absent);
    const client = new Redis(server.url);

    await client.set('key', 'value');
    const value = await client.get('key');
    client.disconnect();
    await server.stop();

    expect(value).toBe('value');
    expect(new URL(server.url).password).not.toBe('');
    expect(await isAlive(server.pid)).toBe(false);
  });
});

test('without redis-server the answer says what to install', async () => {
  const path = process.env['PATH'];
  process.env['PATH'] = '/nowhere';

  const server = await startRedis({ folder: join(folder, 'none') }).finally(() => (process.env['PATH'] = path));

  expect(server).toEqual({ absent: expect.stringContaining('apt-get install redis-server') });
  expect(await readdir(folder)).not.toContain('none');
});
