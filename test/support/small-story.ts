import { expect } from 'vitest';
import { tracesOf } from './traces.ts';
import type { House } from './house.ts';
import { buttonLines, readable } from './slack-hand.ts';

export const storyTables = `
  create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());
  insert into jobs (type, status) select 'enumerate', 'completed' from generate_series(1, 200);
`;

/** What the parts of a story may do in between: let something go wrong. */
export interface Between {
  /** Once the plan stands, before somebody approves it. */
  readonly planned?: () => Promise<void>;
}

/**
 * A day of the bot in small: a mention, a command, a button, an approval by reaction, a restore of the backup `good`. It ends when
 * each has had its effect, and expects that each had it exactly once.
 */
export async function tellSmallStory(house: House, { planned }: Between = {}): Promise<void> {
  const { hand } = house;
  const before = await tracesOf(house);
  const health = await mentionHealth(house);
  const restore = await patientlyTyped(house, 'restore good');
  const plan = await hand.see('alex', new RegExp(`to approve[\\s\\S]*0 of 1[\\s\\S]*run ${restore} `));
  await planned?.();
  await patiently(() => hand.press('dana', plan.ts, /approve \d+ \w{4}/.exec(buttonLines(plan).join(' '))?.[0] ?? ''));
  await hand.see('dana', new RegExp(`run ${restore}[^\\n]*does not count|You asked for run ${restore} yourself|approval does not count`));
  await hand.react('alex', plan.ts, 'white_check_mark');
  await hand.seeInThread('dana', plan.ts, new RegExp(`run ${restore} succeeded`));
  await hand.see('kim', new RegExp(`Health · prod[\\s\\S]*checks in[\\s\\S]*run ${health} `));

  const after = await tracesOf(house);
  const kinds = await kindsOf(house, restore);
  const cards = (await hand.messages('kim')).map(readable);
  expect(kinds).toMatchObject({ voted: 1, started: 1, ended: 1 });
  expect(after.runs).toHaveLength(before.runs.length + 2);
  for (const run of [health, restore]) expect(cards.filter((card) => new RegExp(`run ${run} `).test(card))).toHaveLength(1);
  expect((await hand.thread('kim', plan.ts)).slice(1).map((said) => /approved this plan|succeeded/.exec(readable(said))?.[0])).toEqual([
    'approved this plan',
    'succeeded',
  ]);
}

/** Asks by mention; events come again, so nobody has to ask twice. */
async function mentionHealth(house: House): Promise<number> {
  const before = await newestRun(house);
  await house.hand.call('dana', 'chat.postMessage', { channel: 'C0OPS000001', text: '<@U0LOCALBOT1> health' });
  await expect.poll(() => newestRun(house), { timeout: 60_000 }).toBeGreaterThan(before);
  return newestRun(house);
}

/** Types until there is an answer, as people do whom Slack tells that it did not work; the number of the run in it. */
async function patientlyTyped(house: House, line: string): Promise<number> {
  const said = await patiently(() => house.hand.type('dana', line));
  const run = /run (\d+)/i.exec(said)?.[1];
  if (run === undefined) throw new Error(`no run in: ${said}`);
  return Number(run);
}

async function patiently<Result>(act: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await act();
    } catch (err) {
      if (tries === 20) throw err;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

async function newestRun({ store }: House): Promise<number> {
  return (await store.query<{ id: number }>('select coalesce(max(id), 0)::int as id from runs')).rows[0]?.id ?? 0;
}

async function kindsOf({ store }: House, run: number): Promise<Readonly<Record<string, number>>> {
  const counts = await store.query<{ kind: string; n: number }>('select kind, count(*)::int as n from log where run = $1 group by kind', [
    run,
  ]);
  return Object.fromEntries(counts.rows.map(({ kind, n }) => [kind, n]));
}
