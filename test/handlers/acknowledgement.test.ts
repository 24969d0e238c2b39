import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAckPath } from '../support/ack-path.ts';
import { inTime } from '../support/in-time.ts';
import { openRawSlack, resident } from '../support/raw-slack.ts';
import type { RawSlack } from '../support/raw-slack.ts';
import { testDatabase } from '../support/stores.ts';
import { openTap } from '../support/tap.ts';
import type { Tap } from '../support/tap.ts';
import { layWire } from '../support/wire.ts';
import type { Wire } from '../support/wire.ts';

/** How long a run waits to be queued, and somebody new to be looked up. */
const queueLimitMs = 1500;
const lookUpLimitMs = 1000;

let slack: RawSlack;
let tap: Tap;
let path: { close(): Promise<void> };
let wire: Wire;
let drop: () => Promise<void>;

beforeAll(async () => {
  const database = await testDatabase();
  drop = () => database.drop();
  tap = await openTap(database.url);
  slack = await openRawSlack();
  wire = await layWire(database.url);
  path = await openAckPath({ app: 'path', apiUrl: slack.apiUrl, databaseUrl: tap.url, queueUrl: wire.through(database.url) });
});
afterAll(async () => {
  wire.mend();
  await path.close();
  await wire.close();
  await slack.close();
  await tap.close();
  await drop();
});

test('from a typed command to its ack the store is asked once who speaks, and told once what was asked', async () => {
  await slack.type('path', resident, 'health');
  tap.heard();

  const { text } = await slack.type('path', resident, 'health');
  const statements = tap.heard();

  expect(text).toMatch(/^Looking: health on prod, run 2/);
  expect(statements).toEqual([
    expect.stringMatching(/^select .* from people/),
    expect.stringMatching(/^with run as \(insert into runs/), // a statement of its own is a transaction of its own
  ]);
});

test('from a typed backup to its ack there is one transaction', async () => {
  await slack.type('path', resident, 'backup create');

  const statements = tap.heard();

  expect(statements.filter((text) => text === 'begin' || text === 'commit')).toEqual(['begin', 'commit']);
  expect([statements.at(0), statements.at(-1)]).toEqual(['begin', 'commit']);
});

test('nobody waits for the queue', async () => {
  wire.freeze();

  const { text } = await inTime(queueLimitMs, slack.type('path', resident, 'health'));
  wire.mend();

  expect(text).toMatch(/^Looking/);
});

test('somebody new is looked up, and what Slack does not say within a second it is not waited for', async () => {
  slack.delay('users.info', 5000);

  const { ms, text } = await inTime(2 * lookUpLimitMs, slack.type('path', 'U0SLOW', 'health'));

  expect(text).toContain('I could not learn from Slack who you are, so nothing was recorded.');
  expect(ms).toBeGreaterThan(0.9 * lookUpLimitMs);
});

test('somebody new whom Slack knows is answered after one look-up', async () => {
  slack.delay('users.info', 0);

  const { text } = await slack.type('path', 'U0NEW', 'health');

  expect(text).toMatch(/^Looking: health on prod/);
});
