import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { beginPosting, dueMessages, postpone, retryNow, shown, stands, wantMessage } from '../../src/store/messages.ts';
import type { Message } from '../../src/store/messages.ts';
import { ops } from '../support/build.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';

let bot: BotStore;
beforeAll(async () => {
  bot = await openBotStore();
});
beforeEach(() => bot.empty());
afterAll(() => bot.close());

const want = (key: string, more: { readonly parentId?: number; readonly thread?: string } = {}) =>
  wantMessage(bot.store, { key, subject: 'run', subjectId: 1, view: 'task', channel: ops, ...more });
const due = () => dueMessages(bot.store, 50);

async function first(): Promise<Message> {
  const [message] = await due();
  if (!message) throw new Error('nothing is due');
  return message;
}

test('a reply to a card that is a reply itself belongs to the same thread', async () => {
  await want('card', { thread: '100.1' });
  const card = await first();
  await stands(bot.store, card.id, '100.2');
  await want('line', { parentId: card.id });

  const line = (await due()).find(({ key }) => key === 'line');

  expect(line?.parentTs).toBe('100.1');
});

test('a reply to a card in the channel belongs to the thread of the card', async () => {
  await want('card');
  const card = await first();
  await stands(bot.store, card.id, '100.2');
  await want('line', { parentId: card.id });

  expect((await due()).find(({ key }) => key === 'line')?.parentTs).toBe('100.2');
});

test('what has nothing to show yet keeps the way to answer its asker; what was shown does not', async () => {
  await wantMessage(bot.store, { key: 'list', subject: 'run', subjectId: 1, view: 'report', channel: ops, replyUrl: 'https://slack/1' });
  const ways: unknown[] = [];

  for (const hash of ['', 'h1']) {
    await shown(bot.store, (await first()).id, { wanted: 1, hash });
    await bot.force('update messages set wanted = wanted + 1, shown = 0');
    ways.push((await first()).replyUrl);
  }

  expect(ways).toEqual(['https://slack/1', null]);
});

test('of two who are about to post the same message one may', async () => {
  await want('card');
  const seen = await first();

  const may = [await beginPosting(bot.store, seen), await beginPosting(bot.store, seen)];

  expect(may).toEqual([true, false]);
});

test('a post in doubt may be begun again by who has seen the doubt', async () => {
  await want('card');
  await beginPosting(bot.store, await first());

  expect(await beginPosting(bot.store, await first())).toBe(true);
});

test('what waited for Slack goes when it is back; what may have been posted waits on', async () => {
  await want('away');
  await want('in doubt');
  const [away, doubtful] = await due();
  if (!away || !doubtful) throw new Error('two were to be due');
  await beginPosting(bot.store, doubtful);
  await postpone(bot.store, away.id, { seconds: 60, problem: 'away', unsure: false });
  await postpone(bot.store, doubtful.id, { seconds: 60, problem: 'in doubt', unsure: true });

  await retryNow(bot.store);

  expect((await due()).map(({ key }) => key)).toEqual(['away']);
});
