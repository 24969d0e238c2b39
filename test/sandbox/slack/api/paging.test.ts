import { expect, test } from 'vitest';
import { channels, users } from '../support/workspace.ts';
import { outcome, room, type Room } from './support/room.ts';

async function talk({ bot }: Room, texts: readonly string[], thread?: string): Promise<readonly string[]> {
  const all: string[] = [];
  for (const text of texts) {
    const { ts = '' } = await bot.chat.postMessage({ channel: channels.ops, text, ...(thread === undefined ? {} : { thread_ts: thread }) });
    all.push(ts);
  }
  return all;
}

test('the SDK walks through the pages of a history, newest first, until there are no more', async () => {
  const made = await room();
  await talk(made, ['1', '2', '3', '4', '5']);

  const pages: string[] = [];
  for await (const page of made.bot.paginate('conversations.history', { channel: channels.ops, limit: 2 }))
    pages.push(
      JSON.stringify(page)
        .match(/"text":"\d"/g)
        ?.join('')
        .replaceAll(/\D/g, '') ?? '',
    );

  expect(pages).toEqual(['54', '32', '1']);
});

test('what is written meanwhile does not shift the pages', async () => {
  const made = await room();
  await talk(made, ['1', '2', '3', '4']);
  const first = await made.bot.conversations.history({ channel: channels.ops, limit: 2 });
  await talk(made, ['5', '6']);

  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await made.bot.conversations.history({ channel: channels.ops, limit: 2, cursor });

  expect([first.has_more, second.has_more]).toEqual([true, false]);
  expect(second.messages?.map(({ text }) => text)).toEqual(['2', '1']);
  expect(second.response_metadata?.next_cursor).toBe('');
});

test('a window leaves its ends out, unless they are asked for', async () => {
  const made = await room();
  const [, oldest = '', , latest = ''] = await talk(made, ['1', '2', '3', '4', '5']);
  const read = async (given: object) => {
    const { messages } = await made.bot.conversations.history({ channel: channels.ops, ...given });
    return messages?.map(({ text }) => text).join('');
  };

  expect(await read({ oldest, latest })).toBe('3');
  expect(await read({ oldest, latest, inclusive: true })).toBe('432');
  expect(await read({ oldest })).toBe('543');
  expect(await read({ latest })).toBe('321');
  expect(await read({ latest, inclusive: true, limit: 1 })).toBe('4');
});

test('a thread is paged oldest first and begins with its parent', async () => {
  const made = await room();
  const [ts = ''] = await talk(made, ['parent']);
  await talk(made, ['a', 'b', 'c'], ts);

  const first = await made.bot.conversations.replies({ channel: channels.ops, ts, limit: 2 });
  const cursor = first.response_metadata?.next_cursor ?? '';
  const second = await made.bot.conversations.replies({ channel: channels.ops, ts, limit: 2, cursor });

  expect(first.messages?.map(({ text }) => text)).toEqual(['parent', 'a']);
  expect(second.messages?.map(({ text }) => text)).toEqual(['b', 'c']);
});

test.each([
  { name: 'a limit of 1000', given: { limit: 1000 }, error: 'invalid_limit' },
  { name: 'a limit of 0', given: { limit: 0 }, error: 'invalid_limit' },
  { name: 'a limit of half a message', given: { limit: 0.5 }, error: 'invalid_limit' },
  { name: 'a cursor that nobody gave', given: { cursor: 'bm9ib2R5' }, error: 'invalid_cursor' },
  { name: 'an oldest that is no ts', given: { oldest: 'yesterday' }, error: 'invalid_ts_oldest' },
  { name: 'a latest that is no ts', given: { latest: 'today' }, error: 'invalid_ts_latest' },
])('$name is $error, in a history and in a thread', async ({ given, error }) => {
  const made = await room();
  const [ts = ''] = await talk(made, ['parent']);

  expect(await outcome(made.bot.conversations.history({ channel: channels.ops, ...given }))).toBe(error);
  expect(await outcome(made.bot.conversations.replies({ channel: channels.ops, ts, ...given }))).toBe(error);
});

test('a limit of 999 is the most, and is allowed', async () => {
  const { bot } = await room();

  expect(await outcome(bot.conversations.history({ channel: channels.ops, limit: 999 }))).toBe('ok');
});

test('channels, members and users come in pages too', async () => {
  const { bot } = await room();
  const names: unknown[] = [];
  for await (const page of bot.paginate('conversations.list', { limit: 2 }))
    names.push(JSON.stringify(page).match(/"name":"\w+"/g)?.length);
  const members = await bot.conversations.members({ channel: channels.ops, limit: 2 });
  const rest = await bot.conversations.members({ channel: channels.ops, cursor: members.response_metadata?.next_cursor ?? '' });
  const some = await bot.users.list({ limit: 3 });

  expect(names).toEqual([2, 1]);
  expect(members.members).toEqual([users.bot, users.dana]);
  expect(rest.members).toEqual([users.alex, users.kim, users.sam, users.rio]);
  expect(some.members).toHaveLength(3);
  expect(some.response_metadata?.next_cursor).not.toBe('');
  expect(await outcome(bot.users.list({ cursor: 'bm9ib2R5' }))).toBe('invalid_cursor');
});
