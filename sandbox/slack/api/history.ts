import { z } from 'zod';
import { wireMessage } from '../acts/wire.ts';
import { SlackError } from '../errors.ts';
import type { Message } from '../state/message.ts';
import { microsOf } from '../state/timestamps.ts';
import { Flag, limit, Text } from './arguments.ts';
import { isVisibleTo, joinedChannel } from './lookups.ts';
import { defineMethod, type Reply } from './method.ts';
import { kindOf, requireRight } from './scopes.ts';

const Window = {
  channel: Text,
  latest: Text.optional(),
  oldest: Text.optional(),
  inclusive: Flag,
  cursor: Text.optional(),
  include_all_metadata: Flag,
};

export const conversationsHistory = defineMethod({
  name: 'conversations.history',
  right: 'history',
  arguments: z.object({ ...Window, limit: limit(100, 999) }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    requireRight(world, caller, 'history', kindOf(channel));
    const found = world.store
      .messages(channel.id)
      .filter((message) => isVisibleTo(message, caller) && (message.thread_ts === undefined || message.subtype === 'thread_broadcast'))
      .filter(inWindow(given))
      .toReversed();
    const { page, ...rest } = pageOf(found, given.cursor, given.limit);
    return {
      messages: page.map((message) => wireMessage(world, message, { metadata: given.include_all_metadata })),
      ...rest,
      pin_count: 0,
    };
  },
});

export const conversationsReplies = defineMethod({
  name: 'conversations.replies',
  right: 'history',
  arguments: z.object({ ...Window, ts: Text, limit: limit(1000, 1000) }),
  answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    requireRight(world, caller, 'history', kindOf(channel));
    const named = world.store.message(channel.id, given.ts);
    const parent = named?.thread_ts === undefined ? named : world.store.message(channel.id, named.thread_ts);
    if (!parent || !isVisibleTo(parent, caller)) throw new SlackError('thread_not_found');
    const replies = world.store
      .replies(channel.id, parent.ts)
      .filter((message) => isVisibleTo(message, caller))
      .filter(inWindow(given));
    const { page, ...rest } = pageOf([parent, ...replies], given.cursor, given.limit);
    return { messages: page.map((message) => wireMessage(world, message, { metadata: given.include_all_metadata })), ...rest };
  },
});

interface Bounds {
  readonly latest?: string | undefined;
  readonly oldest?: string | undefined;
  readonly inclusive: boolean;
}

/** Both ends are left out unless `inclusive` is given. Throws `invalid_ts_latest` or `invalid_ts_oldest`. */
function inWindow({ latest, oldest, inclusive }: Bounds): (message: Message) => boolean {
  const upper = bound(latest, Number.POSITIVE_INFINITY, 'invalid_ts_latest');
  const lower = bound(oldest, Number.NEGATIVE_INFINITY, 'invalid_ts_oldest');
  return ({ ts }) => {
    const micros = microsOf(ts) ?? 0;
    return inclusive ? micros >= lower && micros <= upper : micros > lower && micros < upper;
  };
}

function bound(ts: string | undefined, none: number, error: string): number {
  if (ts === undefined || ts === '') return none;
  const micros = microsOf(ts);
  if (micros === undefined) throw new SlackError(error);
  return micros;
}

/** A page after the cursor, which names the last message of the page before. Throws `invalid_cursor`. */
function pageOf(messages: readonly Message[], cursor: string | undefined, count: number): { readonly page: readonly Message[] } & Reply {
  const last = cursor ? /^after:(\d+\.\d+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] : undefined;
  if (cursor && last === undefined) throw new SlackError('invalid_cursor');
  const start = last === undefined ? 0 : messages.findIndex(({ ts }) => ts === last) + 1;
  if (last !== undefined && start === 0) throw new SlackError('invalid_cursor');
  const page = messages.slice(start, start + count);
  const hasMore = start + count < messages.length;
  const next = hasMore ? Buffer.from(`after:${page.at(-1)?.ts}`).toString('base64') : '';
  return { page, has_more: hasMore, response_metadata: { next_cursor: next } };
}
