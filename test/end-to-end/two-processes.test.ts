import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { inTime } from '../support/in-time.ts';
import { readable } from '../support/slack-hand.ts';
import { tracesOf } from '../support/traces.ts';

const tables = `
  create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());
  insert into jobs (type, status) select 'enumerate', 'completed' from generate_series(1, 200);
`;

let house: House;
let chat: ChildProcess;

describe.skipIf(!hasClients)(`chat and worker as processes of their own${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    // A process that is killed may leave an event unanswered, of its own reactions too; Slack brings it to the other one.
    house = await openHouse({ platform: tables, allowed: ['reaction_added: the connection ended before the ack'] });
    chat = await house.start('chat');
  });

  afterAll(() => house?.close());

  it('without a worker the card and the asker are told after 15 s, and everything runs by itself when one comes', async () => {
    await house.hand.type('dana', 'health');
    await house.hand.type('dana', 'backup create --name first');

    const card = await inTime(25_000, house.hand.see('kim', /Health · prod[\s\S]*unknown: no worker of prod is alive/));
    const told = await house.hand.see('dana', /Make a backup: run \d+ waits, no worker of prod is alive\. It starts by itself/);
    await house.start('worker');
    const health = await house.hand.see('kim', /Health · prod[\s\S]*checks in/);
    await house.hand.see('kim', /`first`[\s\S]*done in/);

    expect(health.ts).toBe(card.ts);
    expect(told.is_ephemeral).toBe(true);
    expect((await tracesOf(house)).channel).toHaveLength(2);
  });

  it('two chat processes say everything once, and when one dies the other goes on', async () => {
    const second = await house.start('chat', { BIGSHOT_NAME: 'second' });
    const before = await tracesOf(house);

    await Promise.all(['health', 'run daily-morning', 'restore first'].map((line) => house.hand.type('dana', line)));
    const plan = await house.hand.see('alex', /to approve[\s\S]*0 of 1/);
    await house.hand.react('dana', plan.ts, 'white_check_mark');
    await house.hand.see('dana', /You asked for run \d+ yourself/);
    await house.end(chat, 'SIGKILL');
    await house.hand.react('alex', plan.ts, 'x');
    await house.hand.see('kim', /Restore a backup[\s\S]*denied/);
    await house.hand.seeInThread('kim', plan.ts, /denied this plan/);
    await house.hand.see('kim', /Morning checklist · prod[\s\S]*checks in/);
    const after = await tracesOf(house);
    chat = second;

    expect(after.channel).toHaveLength(before.channel.length + 3);
    expect((await house.hand.thread('kim', plan.ts)).slice(1)).toHaveLength(1);
    expect((await house.hand.messages('dana')).filter((said) => /You asked for run/.test(readable(said)))).toHaveLength(1);
    for (const said of await house.hand.messages('kim')) expect((await house.hand.thread('kim', said.ts)).length).toBeLessThanOrEqual(2);
  });

  it('a second worker of the same name says so and ends', async () => {
    await expect(house.start('worker')).rejects.toThrow(/another worker of this name is running\. Give this one its own with BIGSHOT_NAME/);
  });
});
