import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { holders, releaseLocks, takeLocks } from '../../src/store/locks.ts';
import { insertRun } from '../../src/store/runs.ts';
import { dana, ops } from '../support/build.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';

let bot: BotStore;
beforeAll(async () => {
  bot = await openBotStore();
});
beforeEach(async () => {
  await bot.empty();
  for (const key of ['a', 'b'])
    await insertRun(bot.store, {
      key,
      environment: 'prod',
      kind: 'task',
      subject: 'rebuild',
      input: { key },
      by: dana,
      via: 'slash',
      state: 'ready',
      channel: ops,
      audience: 'channel',
    });
});
afterAll(() => bot.close());

const take = (resources: readonly string[], run: number) => bot.store.transaction((tx) => takeLocks(tx, 'prod', resources, run));

test('a resource has one holder at a time', async () => {
  expect(await take(['database', 'services'], 1)).toBe(true);

  expect(await take(['services'], 2)).toBe(false);
  expect(await holders(bot.store, 'prod', ['services'], 2)).toEqual([{ resource: 'services', run: 1 }]);
});

test('a run that holds its locks may take them again', async () => {
  await take(['database'], 1);

  expect(await take(['database', 'services'], 1)).toBe(true);
});

test('other environments and other resources are free', async () => {
  await take(['database'], 1);

  expect(await take(['backups'], 2)).toBe(true);
  expect(await bot.store.transaction((tx) => takeLocks(tx, 'staging', ['database'], 2))).toBe(true);
});

test('locks that were released can be taken', async () => {
  await take(['database', 'services'], 1);
  await bot.store.transaction((tx) => releaseLocks(tx, 1));

  expect(await take(['database', 'services'], 2)).toBe(true);
});

test('two that want the same in another order never wait for each other in a circle', async () => {
  const [first, second] = await Promise.all([take(['a', 'b', 'c'], 1), take(['c', 'b', 'a'], 2)]);

  expect(first).toBe(!second);
});
