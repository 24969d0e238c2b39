import { afterAll, beforeEach, expect, test } from 'vitest';
import { botState } from '../../src/store/bot-state.ts';
import { present } from '../../src/store/workers.ts';
import { openBotStore } from '../support/bot-store.ts';

const bot = await openBotStore();
afterAll(() => bot.close());
beforeEach(() => bot.empty());

const run = (state: string, more = '') =>
  bot.force(`insert into runs (key, environment, kind, subject, by, via, state, outcome, channel, created_at, ended_at)
    values (gen_random_uuid()::text, 'prod', 'checklist', 'daily-morning', 'schedule:daily-morning', 'schedule', '${state}', ${state === 'ended' ? `'succeeded'` : 'null'}, 'C1', now() - interval '5 minutes', ${state === 'ended' ? 'now()' : 'null'}) ${more}`);

test('a bot that has done nothing yet', async () => {
  expect(await botState(bot.store, 'prod')).toEqual({
    storeMs: expect.any(Number),
    processes: [],
    ready: 0,
    readySeconds: 0,
    unshown: 0,
    unshownSeconds: 0,
  });
});

test('processes of this environment and those of all, runs that wait, and the last digest', async () => {
  await present(bot.store, { name: 'a-chat', role: 'chat', version: '1', policies: 'x' });
  await present(bot.store, { name: 'a-prod', role: 'worker', environment: 'prod', version: '1', policies: 'x' });
  await present(bot.store, { name: 'a-staging', role: 'worker', environment: 'staging', version: '1', policies: 'x' });
  await run('ready');
  await run('ended');
  await run('running');

  const state = await botState(bot.store, 'prod');

  expect(state.processes.map(({ name }) => name)).toEqual(['a-chat', 'a-prod']);
  expect(state).toMatchObject({ ready: 1, lastDigest: { subject: 'daily-morning' } });
  expect(state.readySeconds).toBeGreaterThan(250);
});

test('messages that Slack does not show, with the oldest reason', async () => {
  await run('ready');
  await bot.force(`insert into messages (key, subject, subject_id, view, channel, problem, created_at) values
    ('a', 'run', 1, 'checklist', 'C1', 'not_in_channel', now() - interval '10 minutes'), ('b', 'run', 1, 'details', 'C1', null, now())`);
  await bot.force(
    `insert into messages (key, subject, subject_id, view, channel, shown, wanted) values ('c', 'run', 1, 'details', 'C1', 1, 1)`,
  );

  expect(await botState(bot.store, 'prod')).toMatchObject({ unshown: 2, problem: 'not_in_channel' });
});
