import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startOfMinute, subHours, subMinutes } from 'date-fns';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { seeWholeLog } from '../support/chain.ts';
import { until } from '../support/gate.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { onlySchedules } from '../support/quiet.ts';
import { readable } from '../support/slack-hand.ts';
import { openTap } from '../support/tap.ts';
import type { Tap } from '../support/tap.ts';
import { tracesOf } from '../support/traces.ts';

const tables = `create table jobs (id serial primary key, status text not null, created_at timestamp not null default now());`;

/** Minutes ago, so that nothing becomes due while the tests run. */
const due = startOfMinute(subMinutes(new Date(), 10));
const cron = `${due.getUTCMinutes()} ${due.getUTCHours()} * * *`;

let house: House;
let scheduled: NodeJS.ProcessEnv;
let tap: Tap;

describe.skipIf(!hasClients)(`schedules that were missed${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    house = await openHouse({ platform: tables });
    tap = await openTap(house.store.options.connectionString ?? '');
    scheduled = await configured('scheduled', { 'daily-morning': cron, 'backup-nightly': cron });
    await house.start('chat');
  });

  afterAll(async () => {
    await house?.close();
    await tap?.close();
  });

  it('a schedule that is new begins with nothing late', async () => {
    const worker = await house.start('worker', scheduled);
    await asks(2 * 2 + 2); // two schedules, looked at twice
    await house.end(worker, 'SIGTERM');

    expect((await tracesOf(house)).runs).toEqual([]);
    expect((await noted()).map(({ key }) => key)).toEqual([
      `schedule:prod:backup-nightly:${cron}:UTC`,
      `schedule:prod:daily-morning:${cron}:UTC`,
    ]);
  });

  it('what was missed comes late, says so, ends well, and never comes twice', async () => {
    await noteEarlier();
    const first = await house.start('worker', scheduled);

    const digest = await house.hand.see('kim', /Morning checklist · prod[\s\S]*checks in/);
    const backup = await house.hand.see('kim', /Make a backup · prod[\s\S]*done in[\s\S]*is verified to level 3/);
    await house.end(first, 'SIGTERM');
    const once = await tracesOf(house);
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      tap.heard();
      const again = await house.start('worker', scheduled);
      await asks(2 + 2);
      await house.end(again, signal);
    }
    const after = await tracesOf(house);

    expect(readable(digest)).toMatch(/Late: it was due <!date\^\d+\^[^|]*\|[^>]*>, while I was not running/);
    expect(readable(digest)).toContain(`<!date^${due.getTime() / 1000}^`);
    expect(readable(backup)).toMatch(/asked by the schedule backup-nightly · ⏰ late: it was due <!date/);
    expect(after).toEqual(once);
    expect(once.channel).toHaveLength(2);
    expect(once.files.filter((name) => name.endsWith('.tar.gz'))).toHaveLength(1);
    const last = await house.start('worker', scheduled);
    await seeWholeLog(house);
    await house.end(last, 'SIGTERM');
  });

  it('a checklist whose schedule asks for its task too names the run of it in place of a button', async () => {
    const weekly = await configured('weekly', { 'week-end': { cron, runs: ['create-backup'] } });
    const noting = await house.start('worker', weekly);
    await until(async () => (await noted()).some(({ key }) => key.startsWith('schedule:prod:week-end:')));
    await house.end(noting, 'SIGTERM');
    await noteEarlier();
    await house.start('worker', weekly);

    const digest = await house.hand.see('kim', /End of the week · prod[\s\S]*By itself: Weekly backup \(run \d+\)/);
    const backup = await house.hand.see('kim', /Make a backup · prod · `weekly-\d{8}`[\s\S]*is verified to level 3/);

    expect(readable(backup)).toContain('asked by the schedule week-end');
    expect(JSON.stringify(digest.blocks)).toContain('backup list');
    expect(readable(digest)).toMatch(/Newest verified backup is .*weekly-/);
    expect(JSON.stringify(digest.blocks)).not.toContain('backup create');
  });

  /** What a process needs to have these schedules and no others. */
  async function configured(name: string, schedules: Parameters<typeof onlySchedules>[0]): Promise<NodeJS.ProcessEnv> {
    const text = await readFile(join(house.folder, 'bigshot.yml'), 'utf8');
    const file = join(house.folder, `${name}.yml`);
    await writeFile(file, text.replace(/^schedules: .*$/m, `schedules: ${onlySchedules(schedules)}`));
    return { BIGSHOT_CONFIG: file, DATABASE_URL: tap.url };
  }

  /** Waits until the worker has asked the log so often when a schedule was first seen: once at each look, and once more when it has noted it. */
  async function asks(count: number): Promise<void> {
    let asked = 0;
    await until(() => {
      asked += tap.heard().filter((statement) => statement.endsWith(' from log where key = $1')).length;
      return Promise.resolve(asked >= count);
    });
  }

  async function noted(): Promise<readonly { readonly key: string }[]> {
    return (await house.store.query<{ key: string }>("select key from log where kind = 'scheduled' order by key")).rows;
  }

  /** Makes the log say that the schedules were seen an hour before they were due; its chain is whole again afterwards. */
  async function noteEarlier(): Promise<void> {
    const client = new pg.Client({ connectionString: house.store.options.connectionString });
    await client.connect();
    await client.query("set session_replication_role = 'replica'");
    await client.query("update log set at = $1 where kind = 'scheduled'", [subHours(due, 1)]);
    const { rows } = await client.query<{ seq: string }>('select seq from log order by seq');
    for (const { seq } of rows) {
      await client.query("update log set prev = coalesce((select hash from log b where b.seq = log.seq - 1), '') where seq = $1", [seq]);
      await client.query('update log set hash = log_hash(log) where seq = $1', [seq]);
    }
    await client.end();
  }
});
