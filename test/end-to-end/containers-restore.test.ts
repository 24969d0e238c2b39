import type { ChildProcess } from 'node:child_process';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../sandbox/stores/databases.ts';
import { installGate, layAmbush, type Said } from '../support/crash.ts';
import { openDockerHouse } from '../support/docker-house.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from '../support/docker-platform.ts';
import type { House } from '../support/house.ts';
import { photograph } from '../support/photograph.ts';
import { readable } from '../support/slack-hand.ts';

const lastStep = 5;
const backup = 'before-the-mistake';
const rowsInBackup = 250;

interface Point {
  readonly when: string;
  readonly at: Said;
  readonly goOn: 'resume' | 'abandon';
  /** By then the database of the archive serves. */
  readonly swapped: boolean;
}

/** Those at which the engine has just done something, or is about to. */
const points: readonly Point[] = [
  { when: 'while it loads through the engine', at: 'step begun 1', goOn: 'abandon', swapped: false },
  { when: 'when the services are stopped', at: 'step ended 3', goOn: 'resume', swapped: false },
  { when: 'as it brings back what Redis held', at: 'step begun 5', goOn: 'resume', swapped: true },
  { when: 'after everything, before the end', at: 'step ended 5', goOn: 'abandon', swapped: true },
];

let platform: TestPlatform;
let house: House;
let worker: ChildProcess;

describe.skipIf(NO_ENGINE !== '')(`a restore of a platform in containers${NO_ENGINE}`, () => {
  beforeAll(async () => {
    platform = await openDockerPlatform();
    house = await openDockerHouse(platform);
    await house.start('chat');
    worker = await house.start('worker');
    await installGate(house.store);
    await redis('set', 'marker', 'of the backup');
    await house.hand.type('dana', `backup create --name ${backup}`);
    await house.hand.see('dana', /Make a backup[\s\S]*done in/);
  });

  afterAll(async () => {
    await house?.close();
    await platform?.drop();
  });

  it('with Redis brings both back, and its undo both again', async () => {
    await mistake('before');

    const { run, card } = await restored();

    expect(card).toMatch(/stops backend and celery around the swap/);
    expect(card).toMatch(/Redis too: \d+ keys[\s\S]*is kept as `redis_before_\d+` and goes with the undo/);
    expect(await state()).toEqual({ notes: rowsInBackup, marker: 'of the backup' });
    await bothServe();

    await house.hand.type('dana', `undo ${run}`);
    const undo = await house.hand.see('alex', /Swap databases back[\s\S]*to approve[\s\S]*0 of 1/);
    await house.hand.react('alex', undo.ts, 'white_check_mark');
    await house.hand.see('dana', /Swap databases back[\s\S]*done in/);
    expect(await state()).toEqual({ notes: rowsInBackup + 7, marker: 'before' });
    await bothServe();
  });

  it('without being asked leaves Redis as it is', async () => {
    await mistake('untouched');

    const { card } = await restored('');

    expect(card).toMatch(/Redis stays as it is; `--with-redis` brings back what it held too/);
    expect(await state()).toEqual({ notes: rowsInBackup, marker: 'untouched' });
  });

  it.each(points)('whose worker is killed $when: the platform serves by itself, and $goOn works', async ({ at, goOn, swapped }) => {
    await mistake('late');
    const { run, plan } = await planned('--with-redis');
    const ambush = await layAmbush(house.store, run, at, lastStep);
    await house.hand.react('alex', plan.ts, 'white_check_mark');
    await ambush.there;
    await house.end(worker, 'SIGKILL');
    await ambush.lift();

    worker = await house.start('worker');
    await house.hand.seeInThread('dana', plan.ts, /Where things stand/);
    await house.hand.see('alex', new RegExp(`Interrupted[\\s\\S]*run ${run} `));
    await bothServe();
    expect((await state()).notes).toBe(swapped ? rowsInBackup : rowsInBackup + 7);
    if (at === 'step ended 3') await photograph(house.slack.url, 'alex', 'containers/interrupted');

    await house.hand.press('alex', plan.ts, `${goOn} ${run}`);
    const end = readable(await house.hand.seeInThread('dana', plan.ts, new RegExp(`run ${run} (succeeded|abandoned|failed)`)));

    expect(end).toContain(goOn === 'resume' ? 'succeeded' : 'abandoned');
    await bothServe();
    const isBack = goOn === 'resume' || swapped;
    expect(await state()).toEqual(isBack ? { notes: rowsInBackup, marker: 'of the backup' } : { notes: rowsInBackup + 7, marker: 'late' });
    expect((await house.store.query('select * from locks')).rows).toEqual([]);
  });

  /** Seven rows too many, and another value in Redis. */
  async function mistake(marker: string): Promise<void> {
    await withClient(platform.databaseUrl, async (client) => {
      await client.query(`DELETE FROM text_notes WHERE content = 'late'`);
      await client.query(`INSERT INTO text_notes (content) SELECT 'late' FROM generate_series(1, 7)`);
    });
    await redis('set', 'marker', marker);
  }

  async function planned(option: string) {
    const said = await house.hand.type('dana', `restore ${backup} ${option}`);
    const run = Number(/run (\d+)/.exec(said)?.[1]);
    return { run, plan: await house.hand.see('alex', new RegExp(`to approve[\\s\\S]*0 of 1[\\s\\S]*run ${run} `)) };
  }

  async function restored(option = '--with-redis'): Promise<{ readonly run: number; readonly card: string }> {
    const { run, plan } = await planned(option);
    await house.hand.react('alex', plan.ts, 'white_check_mark');
    await house.hand.see('dana', new RegExp(`done in[\\s\\S]*run ${run} `));
    return { run, card: readable(plan) };
  }

  async function state(): Promise<{ readonly notes: unknown; readonly marker: unknown }> {
    const [row] = await withClient(platform.databaseUrl, async (client) => {
      const { rows } = await client.query<{ notes: number }>('SELECT count(*)::int AS notes FROM text_notes');
      return rows;
    });
    return { notes: row?.notes, marker: await redis('get', 'marker') };
  }

  async function bothServe(): Promise<void> {
    for (const service of ['backend', 'celery'])
      expect((await (await platform.container(service)).inspect()).State).toMatchObject({ Running: true });
    const answer = await fetch(`${platform.apiUrl}/api/v1/health`);
    expect(await answer.json()).toMatchObject({ status: 'healthy', database: 'connected' });
  }

  async function redis(...command: readonly [string, ...string[]]): Promise<unknown> {
    const client = new Redis(platform.redisUrl);
    const [name, ...rest] = command;
    const answer: unknown = await client.call(name, ...rest);
    client.disconnect();
    return answer;
  }
});
