import { afterEach, beforeEach, expect, test } from 'vitest';
import pino from 'pino';
import { guardName } from '../../src/roles/name-guard.ts';
import { createStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';
import { layWire } from '../support/wire.ts';
import type { Wire } from '../support/wire.ts';

const log = pino({ level: 'silent' });
let bot: BotStore;
let wire: Wire;
let far: Store;

beforeEach(async () => {
  bot = await openBotStore();
  wire = await layWire(bot.url);
  far = createStore({ url: wire.through(bot.url), onError: () => {}, limitMs: 500 });
});
afterEach(async () => {
  wire.mend();
  await far.close();
  await wire.close();
  await bot.close();
});

const guard = (store: Store) => guardName({ store, worker: 'w1', log });

test('a question that the store did not answer in time takes no name when it arrives later', async () => {
  const asking: Store = {
    ...far,
    async connect() {
      const client = await far.connect();
      wire.freeze();
      return client;
    },
  };
  await expect(guard(asking)).rejects.toThrow('timeout');

  wire.mend();

  const later = await guard(bot.store);
  await later.release();
}, 20_000);
