import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withClient } from '../../sandbox/stores/databases.ts';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { closeGate, slowParts, until } from '../support/gate.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { readable } from '../support/slack-hand.ts';
import { adminUrl } from '../support/stores.ts';
import { tracesOf } from '../support/traces.ts';

const tables = `
  create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());
  insert into jobs (type, status) select 'enumerate', 'completed' from generate_series(1, 200);
  ${slowParts}
`;

let house: House;
let bot: ChildProcess;

describe.skipIf(!hasClients)(`a bad day${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    house = await openHouse({ platform: tables, allowed: ['chat.postMessage: not_in_channel', 'chat.postEphemeral: not_in_channel'] });
    bot = await house.start('start');
    await house.hand.type('dana', 'backup create --name good');
    await house.hand.see('dana', /Make a backup[\s\S]*done in/);
  });

  afterAll(() => house?.close());

  describe('in a channel where the bot is not', () => {
    it.each([
      ['health', /I may not post here[\s\S]*Invite me with `\/invite @bigshot`/],
      ['backup create --name from-random', /I may not post here[\s\S]*Invite me with `\/invite @bigshot`/],
      ['restore good', /I may not post here[\s\S]*Invite me with `\/invite @bigshot`/],
      ['restore nothing', /There is no backup named `nothing`[\s\S]*Invite me with `\/invite @bigshot`/],
    ])('%s is recorded, and its asker reads that the bot wants to be invited', async (line, told) => {
      const said = await house.hand.type('dana', line, 'random');
      const run = Number(/run (\d+)/.exec(said)?.[1]);

      const note = await house.hand.see('dana', new RegExp(`${run}[\\s\\S]*Invite me`), { channel: 'random' });
      const heard = (await house.hand.messages('dana', 'random')).filter((one) =>
        new RegExp(`${run}[\\s\\S]*Invite me`).test(readable(one)),
      );

      expect(readable(note)).toMatch(told);
      expect(heard).toHaveLength(1);
      expect((await house.hand.messages('kim', 'random')).filter(({ text }) => text.includes('Invite'))).toEqual([]);
      expect(await house.hand.type('dana', `log --run ${run}`)).toMatch(/The newest \d+ rows of the log/);
      await house.hand.type('dana', `cancel ${run}`);
    });

    it('a list still says how long it is', async () => {
      await house.hand.type('dana', 'backup list', 'random');

      const note = await house.hand.see('dana', /Backups prod: \d+[\s\S]*Invite me/, { channel: 'random' });

      expect(note.is_ephemeral).toBe(true);
    });
  });

  it('invited afterwards, the bot shows what it could not show before', async () => {
    await house.hand.type('dana', 'restore good', 'random');
    await house.hand.see('dana', /run \d+ cannot be shown\. Invite me/, { channel: 'random' });

    await house.hand.call('dana', 'conversations.invite', { channel: 'C0RANDOM001', users: 'U0LOCALBOT1' });

    const plan = await house.hand.see('kim', /to approve[\s\S]*0 of 1/, { channel: 'random' });
    await house.hand.see('kim', /Health · prod[\s\S]*checks in/, { channel: 'random' });
    const run = Number(/run (\d+)/.exec(readable(plan))?.[1]);
    await house.hand.type('dana', `cancel ${run}`);
    await house.hand.see('kim', new RegExp(`cancelled[\\s\\S]*run ${run} `), { channel: 'random' });
  });

  describe('the platform’s database cannot be reached', () => {
    it('is unknown or critical in health, and nothing half done is left of a backup or a restore', async () => {
      await house.hand.type('dana', 'restore good');
      const plan = await house.hand.see('alex', /to approve[\s\S]*0 of 1/);
      await shut(true);
      const before = await tracesOf(house);

      await house.hand.type('dana', 'health');
      const health = readable(await house.hand.see('kim', /Health · prod[\s\S]*checks in[\s\S]*/));
      await house.hand.type('dana', 'backup create --name never');
      const noBackup = readable(await house.hand.see('dana', /Make a backup prod[\s\S]*could not be planned/));
      await house.hand.type('dana', 'restore latest');
      const noRestore = readable(await house.hand.see('dana', /Restore a backup prod[\s\S]*could not be planned/));
      await house.hand.react('alex', plan.ts, 'white_check_mark');
      const held = readable(await house.hand.see('alex', /waits: the platform cannot be compared/));
      const during = await tracesOf(house);

      expect(health).toMatch(/(critical|unknown) [^\n]*[Dd]atabase/);
      expect(health).not.toMatch(/all \d+ ok/);
      expect(noBackup).toMatch(/Nothing was changed/);
      expect(noRestore).toMatch(/Nothing was changed/);
      expect(held).toMatch(/not currently accepting connections/);
      expect(during.files).toEqual(before.files);
      expect(during.databases).toEqual(before.databases);
      expect((await house.store.query('select * from locks')).rows).toEqual([]);

      await shut(false);
      await house.hand.seeInThread('dana', plan.ts, /run \d+ succeeded/);
    });
  });

  describe('Slack is gone', () => {
    it('shows every result exactly once and in order when it is back, and the bot never stopped', async () => {
      const release = await closeGate(house.platformUrl);
      await house.hand.type('dana', 'backup create --name through-the-night');
      const backup = await house.hand.see('dana', /through-the-night[\s\S]*step 1 of 2/);
      await house.hand.type('dana', 'restore good');
      const plan = await house.hand.see('alex', /to approve[\s\S]*0 of 1/);
      await house.hand.react('alex', plan.ts, 'white_check_mark');
      await house.hand.see('alex', /waits: run \d+ holds backups/);
      const before = await tracesOf(house);
      await house.hand.type('dana', 'run daily-morning');

      await house.closeSlack();
      await release();
      await until(async () => (await openRuns()) === 0);
      // As after a long night: nobody wants to try again soon, only the connection brings it.
      await house.store.query("update messages set retry_at = now() + interval '1 hour' where retry_at is not null");
      await house.openSlack();

      await house.hand.seeInThread('dana', plan.ts, /run \d+ succeeded/);
      await house.hand.seeInThread('dana', backup.ts, /run \d+ succeeded/);
      await house.hand.see('dana', /Morning checklist · prod[\s\S]*checks in/);
      await until(async () => (await connections()) === 2);
      const said = await house.hand.type('dana', 'runs');
      const lines = (await house.hand.thread('kim', plan.ts)).slice(1).map(readable);
      const after = await tracesOf(house);

      expect(lines.map((line) => /approved this plan|succeeded/.exec(line)?.[0])).toEqual(['approved this plan', 'succeeded']);
      expect((await house.hand.thread('kim', backup.ts)).slice(1)).toHaveLength(1);
      expect(after.channel).toHaveLength(before.channel.length + 1);
      expect(said).toMatch(/Newest runs on prod/);
      expect(bot.exitCode).toBeNull();
    });
  });

  async function openRuns(): Promise<number> {
    return (await house.store.query<{ n: number }>("select count(*)::int as n from runs where state <> 'ended'")).rows[0]?.n ?? 0;
  }

  /** What the bot's log said last about its connections to Slack. */
  async function connections(): Promise<number> {
    const said = [...(await house.logOf('start')).matchAll(/"connections":(\d)/g)];
    return Number(said.at(-1)?.[1]);
  }

  /** Lets nobody into the platform's database, and ends who is in it. */
  async function shut(isShut: boolean): Promise<void> {
    const name = new URL(house.platformUrl).pathname.slice(1);
    await withClient(adminUrl(), async (client) => {
      await client.query(`alter database "${name}" allow_connections ${String(!isShut)}`);
      if (isShut) await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [name]);
    });
  }
});
