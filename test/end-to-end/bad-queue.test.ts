import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signal } from '../../sandbox/stores/processes.ts';
import { startRedis } from '../../sandbox/stores/redis.ts';
import type { RedisServer } from '../../sandbox/stores/redis.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { readable } from '../support/slack-hand.ts';

const tables = `create table jobs (id serial primary key, status text not null, created_at timestamp not null default now());`;
const noRedis = spawnSync('redis-server', ['--version']).error
  ? ' (skipped: redis-server is not installed: apt-get install redis-server)'
  : '';

let house: House;
let redis: RedisServer;
let folder: string;

describe.skipIf(noRedis !== '')(`the Redis of the queue is gone${noRedis}`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bigshot-no-queue-'));
    const started = await startRedis({ folder });
    if ('absent' in started) throw new Error(started.absent);
    redis = started;
    house = await openHouse({ platform: tables, redisUrl: redis.url });
    await house.start('start');
    await house.hand.type('dana', 'health');
    await house.hand.see('kim', /Health · prod[\s\S]*checks in/);
  }, 60_000);

  afterAll(async () => {
    await house?.close();
    if (redis) signal(redis.pid, 'SIGCONT');
    await redis?.stop();
    await rm(folder, { recursive: true, force: true });
  }, 30_000);

  it.each([
    ['it hangs', 'SIGSTOP'],
    ['it is killed', 'SIGKILL'],
  ] as const)(
    '%s: what was asked is done all the same, since the rows are the truth',
    async (_, kill) => {
      signal(redis.pid, kill);

      const said = await house.hand.type('dana', 'health');
      const run = Number(/run (\d+)/.exec(said)?.[1]);
      const card = await house.hand.see('kim', new RegExp(`checks in [^\\n]* · run ${run} `));

      expect(readable(card)).toMatch(/Health · prod/);
    },
    60_000,
  );
});
