import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NO_BROWSER, openPages, type Pages } from '../sandbox/slack/support/browser.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { mustControl } from '../support/slack-control.ts';
import { readable } from '../support/slack-hand.ts';

const tables = `
  create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());
  insert into jobs (type, status) select 'enumerate', 'completed' from generate_series(1, 200);
`;

let house: House;
beforeAll(async () => {
  house = await openHouse({ platform: tables });
  await house.start('start');
});
afterAll(() => house?.close());

test('a report stands in the channel with its pictures, and its files in the thread', async () => {
  await house.store.query(
    `insert into samples (environment, metric, subject, at, value) select 'prod', 'disk-used', '/', now() - make_interval(days => d), 40 from generate_series(1, 60) d`,
  );

  await house.hand.type('dana', 'report month');
  const card = await house.hand.see('dana', /Report of the month · prod[^]*Disk `\/`/);
  const shared = await house.hand.seeInThread('dana', card.ts, /to take along/);

  expect(JSON.stringify(card.blocks)).toContain('slack_file');
  expect(shared).toMatchObject({ files: [{ name: 'report-month-prod-run-1.md' }, { name: 'report-month-prod-run-1.csv' }] });
  expect(readable(card)).toContain('Usage: skipped');
});

describe.skipIf(NO_BROWSER !== '')(`by mouse and keyboard${NO_BROWSER}`, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  test('an incident is led in its thread by mentions, and ends with a timeline', async () => {
    await house.hand.type('dana', 'incident open data-loss "the jobs are gone"');
    const page = await pages.open(house.slack, 'dana');
    const headline = page.getByRole('article').filter({ hasText: /INC-1 · loss of data/ });
    await headline.getByRole('button', { name: /repl/ }).click();
    const thread = page.getByRole('complementary', { name: 'Thread' });
    const say = async (text: string) => {
      await thread.getByRole('textbox').fill(text);
      await thread.getByRole('textbox').press('Enter');
    };

    await thread
      .getByText('Copy the data directory')
      .or(thread.getByText(/checks in/))
      .first()
      .waitFor();
    await say('@bigshot note somebody ran a delete at ten');
    await thread.getByText('noted').first().waitFor();
    await say('@bigshot resolve the rows are back');

    await headline.getByText('resolved').first().waitFor();
    await thread.getByText('somebody ran a delete at ten').nth(1).waitFor();
  });

  test('a step is ticked off in the home, and is gone from it', async () => {
    await house.hand.type('dana', 'step add "Buy a new disk" --due friday');
    const page = await pages.open(house.slack, 'dana');

    await page.getByRole('button', { name: 'BigShot' }).click();
    await page.getByText('My steps by hand · 1').waitFor();
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByText('My steps by hand: none').waitFor();
    await expect
      .poll(async () => (await house.store.query(`select state from steps where title = 'Buy a new disk'`)).rows)
      .toEqual([{ state: 'done' }]);
  });

  test('a step by hand is settled in a form: left out for a reason, given away, done with a note', async () => {
    await house.hand.type('dana', 'run week-start');
    const page = await pages.open(house.slack, 'dana');
    const card = page.getByRole('article').filter({ hasText: /Start of the week/ });
    const form = page.getByRole('dialog', { name: 'Step by hand' });
    const fill = async (outcome: string, more: () => Promise<unknown> = () => Promise.resolve()) => {
      await card.getByRole('button', { name: 'Note, leave out, give…' }).click();
      await form.getByRole('radio', { name: outcome }).check();
      await more();
      await form.getByRole('button', { name: 'Save' }).click();
    };
    const note = form.getByRole('textbox', { name: 'Text' });

    await fill('It stays open', () => form.getByLabel('Choose a person').selectOption('alex'));
    await card.getByText(/☐ \d+ · Optimise .*alex/).waitFor();
    await fill('Leave it out');
    await form.getByRole('alert').filter({ hasText: 'takes a reason' }).waitFor();
    await form.getByRole('radio', { name: 'It is done' }).check();
    await note.fill('two indexes, "as planned" --env dev');
    await form.getByRole('button', { name: 'Save' }).click();
    await card.getByText(/☑ \d+ · Optimise .* done by .*dana: two indexes, "as planned" --env dev/).waitFor();

    expect(await form.count()).toBe(0);
    await pages.clear();
  });

  test('a step of mine is left out by the form in the home, which then says so', async () => {
    await house.hand.type('dana', 'step add "Buy a new chair" --due friday');
    const page = await pages.open(house.slack, 'dana');
    const form = page.getByRole('dialog', { name: 'Step by hand' });

    await page.getByRole('button', { name: 'BigShot' }).click();
    await page.getByText('My steps by hand · 1').waitFor();
    await page.getByRole('button', { name: 'Note, leave out, give…' }).click();
    await form.getByRole('radio', { name: 'Leave it out' }).check();
    await form.getByRole('textbox', { name: 'Text' }).fill('the old one is mended');
    await form.getByRole('button', { name: 'Save' }).click();

    await page.getByText(/💬 ⏭ \d+ · Buy a new chair · skipped by .*dana: the old one is mended/).waitFor();
    await page.getByText('My steps by hand: none').waitFor();
    await pages.clear();
  });

  test('where Slack does not open the form, whoever pressed reads what to type', async () => {
    await house.hand.type('dana', 'step add "Read the mail" --due friday');
    await house.hand.type('dana', 'step list');
    const list = await house.hand.see('dana', /Open steps/);
    await mustControl(house.slack, 'faults.set', { name: 'server_error', times: 4, only: 'views.open' });

    const [, first = ''] = /☐ (\d+)/.exec(readable(list)) ?? [];
    await house.hand.press('dana', list.ts, `prod ${first}`);

    await house.hand.see('dana', /Slack did not open the form. Press again, or type `\/bigshot step done \d+ what came of it`/);
    await mustControl(house.slack, 'faults.clear');
  });
});
