import { z } from 'zod';
import { wireMessage } from '../acts/wire.ts';
import { SlackError } from '../errors.ts';
import type { Message } from '../state/message.ts';
import { microsOf } from '../state/timestamps.ts';
import { Flag, limit, Text } from './arguments.ts';
import { isVisibleTo, joinedChannel } from './lookups.ts';
import { defineMethod } from './method.ts';
import { pageOf } from './paging.ts';
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
    const { page, next } = pageOf(found, ({ ts }) => ts, given);
    return {
      messages: page.map((message) => wireMessage(world, message, { metadata: given.include_all_metadata })),
      has_more: next !== '',
      pin_count: 0,
      response_metadata: { next_cursor: next },
    };
  },
});

export const conversationsReplies = defineMethod({
  name: 'conversations.replies',
  right: 'history',
  arguments: z.object({ ...Window, ts: Text, limit: limit(1000, 999) }),
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
    const { page, next } = pageOf([parent, ...replies], ({ ts }) => ts, given);
    return {
      messages: page.map((message) => wireMessage(world, message, { metadata: given.include_all_metadata })),
      has_more: next !== '',
      response_metadata: { next_cursor: next },
    };
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
