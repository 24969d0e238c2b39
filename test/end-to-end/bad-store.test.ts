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
let bot: ChildProcess;

/** The bot's own PostgreSQL, with a network in between that a test can cut or freeze. */
/** How often dana has read that nothing was recorded. */
async function toldNothing(): Promise<number> {
  return (await house.hand.messages('dana')).filter((said) => readable(said).includes('nothing was recorded')).length;
}

describe('the bot’s own store is gone', () => {
  beforeAll(async () => {
    house = await openHouse({ platform: tables });
    wire = await layWire(storeUrl());
    bot = await house.start('start', { DATABASE_URL: wire.through(storeUrl()) });
    await house.hand.type('dana', 'health');
    await house.hand.see('kim', /Health · prod[\s\S]*checks in/);
  }, 60_000);

  afterAll(async () => {
    wire?.mend();
    await house?.close();
    await wire?.close();
  }, 30_000);

  const ways = [
    ['its network is cut', () => wire.cut(), () => wire.mend()],
    ['its network swallows everything', () => wire.freeze(), () => wire.mend()],
    ['its server lets nobody in', () => shut(true), () => shut(false)],
  ] as const;

  it.each(ways)(
    '%s: the answer says within 3 s that nothing was recorded, and afterwards all goes on',
    async (_, take, give) => {
      const before = await tracesOf(house);

      await take();
      const answers = [];
      for (const line of ['health', 'backup create', 'log', 'pending', 'approve 1 abcd']) answers.push(await timed(line));
      const told = await toldNothing();
      await house.hand.call('dana', 'chat.postMessage', { channel: 'C0OPS000001', text: '<@U0LOCALBOT1> run daily-morning' });
      // The mention's own answer, not one of those before it: until it is there the line is still being answered.
      await expect.poll(toldNothing, { timeout: 10_000 }).toBe(told + 1);
      await give();
      const after = await tracesOf(house);
      await patiently('dana', 'health');
      const card = await house.hand.see('kim', new RegExp(`Health · prod[\\s\\S]*checks in[\\s\\S]*run ${await newestRun()} `));

      for (const { said, tookMs } of answers) {
        expect(said).toMatch(/\*nothing was recorded\*/);
        expect(tookMs).toBeLessThan(3000);
      }
      expect(after.runs).toEqual(before.runs);
      expect(after.log).toBe(before.log);
      expect(readable(card)).toMatch(/Health · prod/);
      expect(bot.exitCode).toBeNull();
      await seeWholeLog(house);
    },
    40_000,
  );

  it('however many people ask at once while it hangs, each reads it in time', async () => {
    wire.freeze();

    const answers = await Promise.all(Array.from({ length: 25 }, (_, number) => timed(`log add note ${number}`)));
    wire.mend();

    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(3000);
    expect(answers.filter(({ said }) => !said.includes('*nothing was recorded*'))).toEqual([]);
    expect((await house.store.query("select 1 from log where kind = 'note'")).rowCount).toBe(0);
  }, 40_000);

  it('its worker takes its name again, so that nobody else can', async () => {
    wire.cut();
    await until(async () => nameIsFree());
    wire.mend();

    await until(async () => !(await nameIsFree()));
  }, 40_000);

  it('a run under way when it went is finished, told once, and its end is in the log', async () => {
    await house.hand.type('dana', 'run daily-morning');
    wire.cut();
    await new Promise((resolve) => setTimeout(resolve, 3000));
    wire.mend();

    const run = await newestRun();
    await house.hand.see('kim', new RegExp(`Morning checklist · prod[\\s\\S]*checks in[\\s\\S]*run ${run} `), { seconds: 60 });

    const cards = (await house.hand.messages('kim')).filter((said) => new RegExp(`run ${run} `).test(readable(said)));
    const ends = await house.store.query("select 1 from log where run = $1 and kind = 'ended'", [run]);
    expect(cards).toHaveLength(1);
    expect(ends.rowCount).toBe(1);
  }, 70_000);

  async function timed(line: string): Promise<{ readonly said: string; readonly tookMs: number }> {
    const begun = performance.now();
    const said = await house.hand.type('dana', line);
    return { said, tookMs: performance.now() - begun };
  }

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
