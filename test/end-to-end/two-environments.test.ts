import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { app } from '../../sandbox/slack/identity.ts';
import { NO_BROWSER, openPages, type Pages } from '../sandbox/slack/support/browser.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { onlySchedules } from '../support/quiet.ts';
import { buttonLines, readable } from '../support/slack-hand.ts';
import type { Said } from '../support/slack-hand.ts';
import { testDatabase } from '../support/stores.ts';

const tables = `create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());`;

let house: House;
let other: Awaited<ReturnType<typeof testDatabase>>;

/** One bot for two environments, each with a channel of its own, and one channel for the incidents of both. */
beforeAll(async () => {
  other = await testDatabase();
  const client = new pg.Client({ connectionString: other.url });
  await client.connect();
  await client.query(`${tables} insert into jobs (type, status) select 'enumerate', 'pending' from generate_series(1, 7)`);
  await client.end();
  house = await openHouse({ platform: tables });
  const id = (name: string) => house.slack.channels.find((one) => one.name === name)?.id ?? '';
  const database = (env: string) => `database: { url: { env: ${env} } }`;
  const file = join(house.folder, 'two.yml');
  await writeFile(
    file,
    `slack: { channels: { ops: ${id('ops')}, incidents: ${id('incidents')}, random: ${id('random')} } }
environments:
  prod: { channel: ops, incidents: incidents, ${database('PLATFORM_DATABASE_URL')}, backups: { folder: ${join(house.folder, 'backups')} } }
  dev: { channel: random, incidents: incidents, ${database('DEV_DATABASE_URL')}, backups: { folder: ${join(house.folder, 'none')} } }
schedules: ${onlySchedules()}
`,
  );
  await house.hand.call('dana', 'conversations.invite', { channel: id('random'), users: app.userId });
  await house.start('start', { BIGSHOT_CONFIG: file, DEV_DATABASE_URL: other.url });
});
afterAll(async () => {
  await house?.close();
  await other?.drop();
});

test('each channel is about its own environment', async () => {
  await house.hand.type('dana', 'health');
  await house.hand.type('dana', 'health', 'random');

  expect(readable(await house.hand.see('dana', /Health · prod[\s\S]*checks in/))).not.toContain('dev');
  expect(readable(await house.hand.see('dana', /Health · dev[\s\S]*checks in/, { channel: 'random' }))).not.toContain('prod');
});

test('where the environment is not clear it is asked for, and a named one is looked at from anywhere', async () => {
  expect(await house.hand.type('dana', 'backup list', 'incidents')).toMatch(/Which environment\? Add `--env` with one of: prod, dev/);
  expect(await house.hand.type('dana', 'backup list --env development', 'incidents')).toContain('There are: prod, dev');

  await house.hand.type('dana', 'backup list --env dev', 'incidents');
  const list = await house.hand.see('dana', /Backups · dev/, { channel: 'incidents' });
  expect(readable(list)).toMatch(/folder .*none.* is not there|There is no backup/);
});

describe('in the thread of an incident of one, in a channel of both', () => {
  let incidents: string;
  let headline: Said;
  beforeAll(async () => {
    incidents = house.slack.channels.find(({ name }) => name === 'incidents')?.id ?? '';
    await house.hand.type('dana', 'incident open data-loss "rows are gone" --env dev', 'incidents');
    headline = await house.hand.see('dana', /INC-1 · loss of data · dev/, { channel: 'incidents' });
  });
  const seeThere = (what: RegExp) => house.hand.seeInThread('dana', headline.ts, what, { channel: 'incidents' });
  const runsOf = async (subject: string) =>
    (await house.store.query<{ environment: string }>('select environment from runs where subject = $1', [subject])).rows;

  test('a button is about the environment of its card', async () => {
    const card = await seeThere(/Emergency: loss of data · dev[\s\S]*checks in/);
    expect(buttonLines(card)).toContain('backup list --public --env dev');
    expect(buttonLines(card).filter((line) => !/--env dev$|^step done/.test(line) && !/^dev \d+$/.test(line))).toEqual([]);
    const [action] = /"action_id":"line:[^"]*"(?=[^{}]*"value":"backup list)/.exec(JSON.stringify(card.blocks)) ?? [];

    await house.hand.call('dana', 'blocks.actions', {
      channel: incidents,
      message_ts: card.ts,
      action_id: /"action_id":"([^"]+)"/.exec(action ?? '')?.[1] ?? 'none',
      value: 'backup list --public --env dev',
    });

    await expect.poll(() => runsOf('backup-list')).toContainEqual({ environment: 'dev' });
  });

  test('what is said there without a name is about it', async () => {
    await house.hand.call('dana', 'chat.postMessage', { channel: incidents, thread_ts: headline.ts, text: `<@${app.userId}> db size` });

    await seeThere(/Database size · dev/);
    expect(await runsOf('table-sizes')).not.toContainEqual({ environment: 'prod' });
  });

  test('and what is named there is about what was named', async () => {
    await house.hand.call('dana', 'chat.postMessage', {
      channel: incidents,
      thread_ts: headline.ts,
      text: `<@${app.userId}> db sessions --env prod`,
    });

    await seeThere(/Database sessions · prod/);
  });
});

test('a freeze of one holds nothing of the other', async () => {
  await house.hand.type('dana', 'freeze the fair is on --until friday', 'random');
  await house.hand.see('kim', /dev is frozen by .*: the fair is on/, { channel: 'random' });

  expect(await house.hand.type('dana', 'locks')).toBe('Nothing of prod is frozen or locked.');
  expect(await house.hand.type('dana', 'locks', 'random')).toBe('dev: 1 freeze, 0 locks');
});

describe.skipIf(NO_BROWSER !== '')(`the home of both${NO_BROWSER}`, () => {
  let pages: Pages;
  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages?.close());

  test('a button under an environment is about that one', async () => {
    const page = await pages.open(house.slack, 'dana');
    await page.getByRole('button', { name: 'BigShot' }).click();
    await page.getByText('INC-1 investigating').waitFor();

    await page.getByRole('button', { name: 'Unfreeze' }).click();
    await page.getByText('dev is not frozen any more').waitFor();
    await page.getByRole('button', { name: 'Morning checklist' }).last().click();

    await house.hand.see('kim', /Morning checklist · dev[\s\S]*checks in/, { channel: 'random' });
  });
});
