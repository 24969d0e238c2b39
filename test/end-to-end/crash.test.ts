import { spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startRedis } from '../../sandbox/stores/redis.ts';
import { holdRenames, installGate, layAmbush } from '../support/crash.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { photograph } from '../support/photograph.ts';
import { readable } from '../support/slack-hand.ts';

const rowsAtBackup = 4000;
const tables = `
  create table jobs (id serial primary key, type text, domain text, status text not null, created_at timestamp not null default now());
  create index jobs_status on jobs (status);
  create table domains (id serial primary key, subdomain text not null unique, created_at timestamp not null default now());
  insert into jobs (type, domain, status) select 'enumerate', 'd' || n || '.example', 'completed' from generate_series(1, ${rowsAtBackup}) n;
  insert into domains (subdomain) select 'd' || n || '.example' from generate_series(1, ${rowsAtBackup}) n;
`;

/** When the worker is killed: at a row of the bot's store, or at a state of the platform's server. */
interface Point {
  readonly when: string;
  readonly is: 'step begun' | 'step ended' | 'doors closed';
  readonly step: number;
  readonly afterMs?: number;
}

const lastStep = 4;
const points: readonly Point[] = [
  { when: 'as loading begins', is: 'step begun', step: 1 },
  { when: 'in the middle of loading', is: 'step begun', step: 1, afterMs: 60 },
  { when: 'between loading and comparing', is: 'step ended', step: 1 },
  { when: 'as comparing begins', is: 'step begun', step: 2 },
  { when: 'as stopping begins', is: 'step begun', step: 3 },
  { when: 'as swapping begins', is: 'step begun', step: 4 },
  { when: 'while the doors are closed for the swap', is: 'doors closed', step: 4 },
  { when: 'after the swap, before the end', is: 'step ended', step: 4 },
];

const noRedis = spawnSync('redis-server', ['--version']).error
  ? ' (skipped: redis-server is not installed: apt-get install redis-server)'
  : '';
const backends = [
  { backend: 'PostgreSQL', missing: '' },
  { backend: 'Redis', missing: noRedis },
];

describe.each(backends.map(({ backend, missing }) => [`${backend}${missing}`, backend, missing] as const))(
  'a worker killed in a restore, queue on %s',
  (_, backend, missing) => {
    let house: House;
    let worker: ChildProcess;
    let backup: string;
    let redis: Awaited<ReturnType<typeof startRedis>> | undefined;
    let redisFolder: string | undefined;

    beforeAll(async () => {
      if (missing !== '') return;
      redisFolder = await mkdtemp(join(tmpdir(), 'bigshot-crash-'));
      if (backend === 'Redis') redis = await startRedis({ folder: redisFolder });
      house = await openHouse({ platform: tables, ...(redis && 'url' in redis ? { redisUrl: redis.url } : {}) });
      await house.start('chat');
      worker = await house.start('worker');
      await installGate(house.store);
      await house.hand.type('dana', 'backup create');
      backup = /bigshot_backup_\d+_\d+/.exec(readable(await house.hand.see('dana', /Make a backup[\s\S]*done in/)))?.[0] ?? '';
    });

    afterAll(async () => {
      await house?.close();
      if (redis && 'stop' in redis) await redis.stop();
      if (redisFolder !== undefined) await rm(redisFolder, { recursive: true, force: true });
    });

    const wanted = backend === 'Redis' ? points.filter((_, index) => index % 3 === 1) : points;
    const way = (index: number): 'resume' | 'abandon' => (index % 2 === 0 ? 'resume' : 'abandon');
    const turns = backend === 'Redis' ? [1] : [0, 1];
    const cases = wanted.flatMap((point, index) => turns.map((turn) => ({ ...point, goOn: way(index + turn) })));

    it.skipIf(missing !== '').each(cases)('$when: the platform serves by itself, nobody’s row is lost, and $goOn works', async (point) => {
      const { is, step, goOn } = point;
      await house.platform(
        `delete from jobs where id % 3 = 0; insert into jobs (type, domain, status) select 'late', 'x', 'pending' from generate_series(1, 17)`,
      );
      const before = await rows();
      const said = await house.hand.type('dana', `restore ${backup}`);
      const run = Number(/run (\d+)/.exec(said)?.[1]);
      const plan = await house.hand.see('alex', new RegExp(`to approve[\\s\\S]*0 of 1[\\s\\S]*run ${run} `));
      const kill = await lieInWait(point, run);
      await house.hand.react('alex', plan.ts, 'white_check_mark');
      await kill();

      worker = await house.start('worker');
      const stands = await house.hand.seeInThread('dana', plan.ts, /Where things stand/);

      const whileInterrupted = await rows();
      const swapped = whileInterrupted !== before;
      expect(await whoServes(run)).toEqual({ live: 'open', kept: swapped ? 'closed' : 'none' });
      expect(readable(stands)).toMatch(swapped ? /restored from/ : /still serves the old data/);
      if (swapped) expect(whileInterrupted).toBe(await asInArchive());

      await house.hand.see('alex', new RegExp(`Interrupted[\\s\\S]*run ${run} `));
      if (step === 4 && is === 'step begun' && goOn === 'resume') await photograph(house.slack.url, 'alex', 'crash/interrupted');
      await house.hand.press('alex', plan.ts, `${goOn} ${run}`);
      const end = await house.hand.seeInThread('dana', plan.ts, new RegExp(`run ${run} (succeeded|abandoned|failed)`));

      expect(readable(end)).toContain(goOn === 'resume' ? 'succeeded' : 'abandoned');
      expect(await rows()).toBe(goOn === 'resume' || swapped ? await asInArchive() : before);
      expect(await leftovers(run)).toEqual(goOn === 'resume' || swapped ? ['before'] : []);
      expect((await house.store.query('select * from locks')).rows).toEqual([]);
      expect((await house.store.query('select count(*)::int as n from log where run = $1 and kind = $2', [run, 'ended'])).rows).toEqual([
        { n: 1 },
      ]);
    });

    async function lieInWait({ is, step, afterMs = 0 }: Point, run: number): Promise<() => Promise<void>> {
      const ambush = await layAmbush(house.store, run, is === 'step ended' ? `step ended ${step}` : `step begun ${step}`, lastStep);
      const renames = is === 'doors closed' ? await heldRenames() : undefined;
      return async () => {
        await ambush.there;
        await renames?.closed();
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        await house.end(worker, 'SIGKILL');
        await ambush.lift();
        await renames?.lift();
      };
    }

    async function heldRenames(): ReturnType<typeof holdRenames> {
      const { admin, name } = server();
      await admin.connect();
      return holdRenames(admin, name);
    }

    function server(): { readonly admin: pg.Client; readonly name: string } {
      const url = new URL(house.platformUrl);
      const name = url.pathname.slice(1);
      url.pathname = '/postgres';
      return { admin: new pg.Client({ connectionString: url.href }), name };
    }

    async function databases(run: number): Promise<readonly { readonly name: string; readonly open: boolean }[]> {
      const { admin, name } = server();
      await admin.connect();
      const found = await admin.query<{ datname: string; datallowconn: boolean }>(
        'select datname, datallowconn from pg_database where datname = any($1)',
        [[name, `${name}_scratch_${run}`, `${name}_before_${run}`]],
      );
      await admin.end();
      return found.rows.map(({ datname, datallowconn }) => ({ name: datname.slice(name.length), open: datallowconn }));
    }

    async function whoServes(run: number): Promise<{ readonly live: string; readonly kept: string }> {
      const found = await databases(run);
      const state = (name: string) => {
        const one = found.find((database) => database.name === name);
        return one === undefined ? 'none' : one.open ? 'open' : 'closed';
      };
      return { live: state(''), kept: state(`_before_${run}`) };
    }

    async function leftovers(run: number): Promise<readonly string[]> {
      return (await databases(run)).flatMap(({ name }) => (name === '' ? [] : [name.split('_')[1] ?? '']));
    }

    async function rows(): Promise<string> {
      return JSON.stringify(
        await house.platform(
          `select (select count(*) || '/' || count(distinct id) || '/' || sum(id) from jobs) as jobs, (select count(*) || '/' || sum(id) from domains) as domains`,
        ),
      );
    }

    function asInArchive(): Promise<string> {
      const sum = (rowsAtBackup * (rowsAtBackup + 1)) / 2;
      return Promise.resolve(JSON.stringify([{ jobs: `${rowsAtBackup}/${rowsAtBackup}/${sum}`, domains: `${rowsAtBackup}/${sum}` }]));
    }
  },
);
