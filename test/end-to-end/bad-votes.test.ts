import type { ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { closeGate, slowParts, until } from '../support/gate.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { buttonLines, readable } from '../support/slack-hand.ts';
import type { Said } from '../support/slack-hand.ts';
import { tracesOf } from '../support/traces.ts';

const tables = `
  create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());
  insert into jobs (type, status) select 'enumerate', 'completed' from generate_series(1, 200);
  ${slowParts}
`;

let house: House;
let bot: ChildProcess;

describe.skipIf(!hasClients)(`votes and wishes that must not count${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    // Killed in mid-work it may leave an event unanswered, of its own reactions too; Slack brings it again.
    house = await openHouse({ platform: tables, allowed: ['reaction_added: the connection ended before the ack'] });
    bot = await house.start('start');
    await house.hand.type('dana', 'backup create --name good');
    await house.hand.see('dana', /Make a backup[\s\S]*done in/);
  });

  afterAll(() => house?.close());

  afterEach(async () => {
    const open = await house.store.query<{ id: number; state: string }>("select id::int, state from runs where state <> 'ended'");
    for (const { id, state } of open.rows) {
      await house.hand.type('alex', `${state === 'interrupted' ? 'abandon' : 'cancel'} ${id}`);
      await until(async () => (await stateOf(id)) === 'ended');
    }
  });

  it.each([
    ['dana', 'who asked', /You asked for (this|run \d+) yourself/],
    ['sam', 'a guest', /You are a guest here/],
  ])('%s, %s, can approve neither by reaction nor by button nor by command', async (person, _, told) => {
    const { run, plan, card } = await planned();
    const before = await tracesOf(house);

    await house.hand.react(person, card.ts, 'white_check_mark');
    await house.hand.see(person, new RegExp(`run ${run}[^\\n]* does not count`));
    await house.hand.press(person, card.ts, `approve ${run} ${plan}`);
    await house.hand.see(person, /approval does not count/);
    const said = await house.hand.type(person, `approve ${run} ${plan}`);

    expect(said).toMatch(told);
    expect(await tracesOf(house)).toEqual({ ...before, log: before.log + 3 });
  });

  it.each(['stranger', 'bot', 'gone'])('a %s counts for nothing, though the configuration names them', async (kind) => {
    const { run, plan, card } = await planned();
    await house.store.query("update people set kind = $1 where name = 'kim'", [kind]);
    const before = await tracesOf(house);

    await house.hand.react('kim', card.ts, 'white_check_mark');
    await house.hand.see('kim', new RegExp(`not among those who may approve run ${run}`));
    const said = await house.hand.type('kim', `approve ${run} ${plan}`);

    await house.store.query("update people set kind = 'member' where name = 'kim'");
    expect(said).toMatch(/not among those who may approve/);
    expect((await tracesOf(house)).runs).toEqual(before.runs);
  });

  it('a denial ends it, and an approval that comes afterwards changes nothing', async () => {
    const { run, plan, card } = await planned();

    await house.hand.react('alex', card.ts, 'x');
    await house.hand.see('dana', new RegExp(`denied by <@U0ALEX00001>[\\s\\S]*Nothing was changed[\\s\\S]*run ${run} `));
    const before = await tracesOf(house, 'dana');
    await house.hand.react('alex', card.ts, 'white_check_mark');
    await house.hand.react('kim', card.ts, 'white_check_mark');
    const said = await house.hand.type('kim', `approve ${run} ${plan}`);

    expect(said).toMatch(/is not open for votes: it is denied/);
    expect(await tracesOf(house, 'dana')).toEqual({ ...before, log: before.log + 1 });
  });

  it('two clicks on Approve are one vote and one restore', async () => {
    const { run, plan, card } = await planned();

    await Promise.allSettled([
      house.hand.press('alex', card.ts, `approve ${run} ${plan}`),
      house.hand.press('alex', card.ts, `approve ${run} ${plan}`),
    ]);

    await house.hand.seeInThread('dana', card.ts, new RegExp(`run ${run} succeeded`));
    expect(await kindsOf(run)).toMatchObject({ voted: 1, started: 1, ended: 1 });
  });

  it('a vote for the plan of yesterday is refused, and the new plan is another message', async () => {
    const { run, plan, card } = await planned();
    await house.platform("insert into jobs (type, status) select 'late', 'pending' from generate_series(1, 150)");

    await house.hand.react('alex', card.ts, 'white_check_mark');
    const anew = await house.hand.see('dana', new RegExp(`to approve[\\s\\S]*150 jobs|150 jobs[\\s\\S]*to approve`));
    const refused = await house.hand.type('kim', `approve ${run} ${plan}`);
    const old = (await house.hand.messages('dana')).find(({ ts }) => ts === card.ts);

    expect(anew.ts).not.toBe(card.ts);
    expect(old && readable(old)).toMatch(
      /This plan is void: by now 150 rows of jobs would be lost, 0 were approved\. There is a newer one below/,
    );
    expect(old && buttonLines(old)).toEqual([]);
    expect(refused).toMatch(new RegExp(`Run ${run} has another plan by now \\(\\w{4}, not ${plan}\\)`));
    expect(await stateOf(run)).toBe('waiting');
    await house.platform("delete from jobs where type = 'late'");
  });

  it('a reaction taken back before the start takes the approval back; the next one counts', async () => {
    const release = await closeGate(house.platformUrl);
    await house.hand.type('dana', 'backup create');
    await house.hand.see('dana', /Make a backup[\s\S]*step 1 of 2/);
    const { run, card } = await planned();

    await house.hand.react('alex', card.ts, 'white_check_mark');
    await house.hand.see('dana', new RegExp(`waits: run \\d+ holds backups[\\s\\S]*run ${run} `));
    await house.hand.unreact('alex', card.ts, 'white_check_mark');
    await house.hand.seeInThread('dana', card.ts, /took the approval back/);
    await release();
    await house.hand.see('dana', /Make a backup[\s\S]*done in[\s\S]*run \d+ · plan/);

    expect(await stateOf(run)).toBe('waiting');
    await house.hand.react('kim', card.ts, 'white_check_mark');
    await house.hand.seeInThread('dana', card.ts, new RegExp(`run ${run} succeeded`));
    expect(await kindsOf(run)).toMatchObject({ voted: 2, withdrawn: 1, started: 1 });
  });

  it('a vote that was cast while the bot was away counts when it is back', async () => {
    const { run, card } = await planned();
    await house.end(bot, 'SIGTERM');

    await house.hand.react('kim', card.ts, 'white_check_mark');
    bot = await house.start('start');

    await house.hand.seeInThread('dana', card.ts, new RegExp(`run ${run} succeeded`));
    expect(await kindsOf(run)).toMatchObject({ voted: 1, started: 1 });
  });

  it('what nobody approved in time says so in its card and its thread, and later votes do not count', async () => {
    const { run, plan, card } = await planned();

    await house.store.query('update runs set valid_until = now() where id = $1', [run]);
    const said = await house.hand.type('alex', `approve ${run} ${plan}`);
    await house.hand.seeInThread('dana', card.ts, new RegExp(`run ${run} expired: nobody approved it in time\\. Nothing was changed`));
    const over = await house.hand.see('dana', new RegExp(`expired: nobody approved it in time[\\s\\S]*run ${run} `));
    const before = await tracesOf(house);
    await house.hand.react('kim', card.ts, 'white_check_mark');
    const late = await house.hand.type('alex', `approve ${run} ${plan}`);

    expect(said).toMatch(/has expired: nobody approved it in time/);
    expect(late).toMatch(/is not open for votes: it is expired/);
    expect(buttonLines(over)).toEqual([]);
    expect(await tracesOf(house)).toEqual({ ...before, log: before.log + 1 });
  });

  it('the same wish of two people at once, and again, is one run', async () => {
    const said = await Promise.all([house.hand.type('dana', 'restore good'), house.hand.type('kim', 'restore good')]);
    const run = Number(/run (\d+)/.exec(said.join(' '))?.[1]);
    await house.hand.see('dana', new RegExp(`to approve[\\s\\S]*run ${run} `));
    const again = await house.hand.type('alex', 'restore good --reason again');

    expect(said.filter((one) => one.startsWith('Planning'))).toHaveLength(1);
    expect(said.join('\n')).toMatch(/same/);
    expect(again).toMatch(new RegExp(`Run ${run} is the same wish and still open`));
    expect((await tracesOf(house)).runs.filter((one) => JSON.stringify(one).includes('waiting'))).toHaveLength(1);
  });

  it('while a restore runs or waits to be resumed, another is refused', async () => {
    const { run, card } = await planned();
    await house.hand.react('alex', card.ts, 'white_check_mark');
    await house.hand.see('dana', new RegExp(`step 1 of 4[\\s\\S]*run ${run} `));

    const whileRunning = await house.hand.type('kim', 'restore latest');
    await house.end(bot, 'SIGKILL');
    bot = await house.start('start');
    await house.hand.seeInThread('dana', card.ts, /Where things stand/);
    const whileInterrupted = await house.hand.type('kim', 'restore latest');

    const refusal = new RegExp(`Run ${run} holds backups, database and services of prod[\\s\\S]*Nothing new was recorded`);
    expect(whileRunning).toMatch(refusal);
    expect(whileInterrupted).toMatch(refusal);
  });

  /** Somebody's wish, planned and shown. */
  async function planned(): Promise<{ readonly run: number; readonly plan: string; readonly card: Said }> {
    const said = await house.hand.type('dana', 'restore good');
    const run = Number(/run (\d+)/.exec(said)?.[1]);
    const card = await house.hand.see('alex', new RegExp(`to approve[\\s\\S]*0 of 1[\\s\\S]*run ${run} `));
    const plan = /approve \d+ (\w{4})/.exec(buttonLines(card).join(' '))?.[1] ?? '';
    return { run, plan, card };
  }

  async function stateOf(run: number): Promise<string> {
    return (await house.store.query<{ state: string }>('select state from runs where id = $1', [run])).rows[0]?.state ?? '';
  }

  async function kindsOf(run: number): Promise<Readonly<Record<string, number>>> {
    const counts = await house.store.query<{ kind: string; n: number }>(
      'select kind, count(*)::int as n from log where run = $1 group by kind',
      [run],
    );
    return Object.fromEntries(counts.rows.map(({ kind, n }) => [kind, n]));
  }
});
