import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../sandbox/stores/databases.ts';
import { seeWholeLog } from '../support/chain.ts';
import { until } from '../support/gate.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { readable } from '../support/slack-hand.ts';
import { adminUrl } from '../support/stores.ts';
import { tracesOf } from '../support/traces.ts';
import { layWire } from '../support/wire.ts';
import type { Wire } from '../support/wire.ts';

const tables = `create table jobs (id serial primary key, status text not null, created_at timestamp not null default now());`;

let house: House;
let wire: Wire;
let platformWire: Wire;
let bot: ChildProcess;

/** How often dana has read that nothing was recorded. */
async function toldNothing(): Promise<number> {
  return (await house.hand.messages('dana')).filter((said) => readable(said).includes('nothing was recorded')).length;
}

describe('the bot’s own store is gone', () => {
  beforeAll(async () => {
    house = await openHouse({ platform: tables });
    wire = await layWire(storeUrl());
    platformWire = await layWire(house.platformUrl);
    bot = await house.start('start', {
      DATABASE_URL: wire.through(storeUrl()),
      PLATFORM_DATABASE_URL: platformWire.through(house.platformUrl),
    });
    await house.hand.type('dana', 'health');
    await house.hand.see('kim', /Health · prod[\s\S]*checks in/);
  });

  afterAll(async () => {
    for (const one of [wire, platformWire]) one?.mend();
    await house?.close();
    for (const one of [wire, platformWire]) await one?.close();
  });

  const ways = [
    ['its network is cut', () => wire.cut(), () => wire.mend()],
    ['its network swallows everything', () => wire.freeze(), () => wire.mend()],
    ['its server lets nobody in', () => shut(true), () => shut(false)],
  ] as const;

  // The 3 s are those of the local Slack, as of the real one: after them it tells the person `operation_timeout`, and the hand throws.
  it.each(ways)('%s: the answer says within 3 s that nothing was recorded, and afterwards all goes on', async (_, take, give) => {
    const before = await tracesOf(house);

    await take();
    const answers = [];
    for (const line of ['health', 'backup create', 'log', 'pending', 'approve 1 abcd']) answers.push(await house.hand.type('dana', line));
    const told = await toldNothing();
    await house.hand.call('dana', 'chat.postMessage', { channel: 'C0OPS000001', text: '<@U0LOCALBOT1> run daily-morning' });
    // The mention's own answer, not one of those before it: until it is there the line is still being answered.
    await expect.poll(toldNothing).toBe(told + 1);
    await give();
    const after = await tracesOf(house);
    await patiently('dana', 'health');
    const card = await house.hand.see('kim', new RegExp(`Health · prod[\\s\\S]*checks in[\\s\\S]*run ${await newestRun()} `));

    for (const said of answers) expect(said).toMatch(/\*nothing was recorded\*/);
    expect(after.runs).toEqual(before.runs);
    expect(after.log).toBe(before.log);
    expect(readable(card)).toMatch(/Health · prod/);
    expect(bot.exitCode).toBeNull();
    await seeWholeLog(house);
  });

  it('however many people ask at once while it hangs, each reads it in time', async () => {
    wire.freeze();

    const answers = await Promise.all(Array.from({ length: 25 }, (_, number) => house.hand.type('dana', `log add note ${number}`)));
    wire.mend();

    expect(answers.filter((said) => !said.includes('*nothing was recorded*'))).toEqual([]);
    expect((await house.store.query("select 1 from log where kind = 'note'")).rowCount).toBe(0);
  });

  it('its worker takes its name again, so that nobody else can', async () => {
    wire.cut();
    await until(async () => nameIsFree());
    wire.mend();

    await until(async () => !(await nameIsFree()));
  });

  it('a run under way when it went is finished, told once, and its end is in the log', async () => {
    platformWire.freeze();
    await house.hand.type('dana', 'run daily-morning');
    const run = await newestRun();
    await until(async () => (await stateOf(run)) === 'running');
    wire.cut();
    platformWire.mend();
    // Seconds later its checks have long ended, and nothing of it could be told to the store.
    const failed = await failedSweeps();
    await until(async () => (await failedSweeps()) >= failed + 2);
    wire.mend();

    await house.hand.see('kim', new RegExp(`Morning checklist · prod[\\s\\S]*checks in[\\s\\S]*run ${run} `));

    const cards = (await house.hand.messages('kim')).filter((said) => new RegExp(`run ${run} `).test(readable(said)));
    const ends = await house.store.query("select 1 from log where run = $1 and kind = 'ended'", [run]);
    expect(cards).toHaveLength(1);
    expect(ends.rowCount).toBe(1);
  });

  /** People try again; connections that were cut are met once. */
  async function patiently(person: string, line: string): Promise<void> {
    for (let tries = 1; tries <= 5; tries += 1) {
      if (/run \d+/.test(await house.hand.type(person, line))) return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error('the bot did not come back');
  }

  async function nameIsFree(): Promise<boolean> {
    const found = await house.store.query<{ free: boolean }>(
      "select pg_try_advisory_xact_lock(hashtext('bigshot worker house-prod')) as free",
    );
    return found.rows[0]?.free ?? false;
  }

  async function failedSweeps(): Promise<number> {
    return (await house.logOf('start')).split('"msg":"sweep failed"').length;
  }

  async function stateOf(run: number): Promise<string> {
    return (await house.store.query<{ state: string }>('select state from runs where id = $1', [run])).rows[0]?.state ?? '';
  }

  async function newestRun(): Promise<number> {
    return (await house.store.query<{ id: number }>('select max(id)::int as id from runs')).rows[0]?.id ?? 0;
  }

  async function shut(isShut: boolean): Promise<void> {
    const name = new URL(storeUrl()).pathname.slice(1);
    await withClient(adminUrl(), async (client) => {
      await client.query(`alter database "${name}" allow_connections ${String(!isShut)}`);
      if (isShut) await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    });
  }

  function storeUrl(): string {
    return house.store.options.connectionString ?? '';
  }
});
