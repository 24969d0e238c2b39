import { z } from 'zod';
import { react, unreact } from '../acts/reactions.ts';
import { wireMessage } from '../acts/wire.ts';
import { SlackError } from '../errors.ts';
import type { Message } from '../state/message.ts';
import { isTimestamp } from '../state/timestamps.ts';
import type { World } from '../world.ts';
import { Flag, Text } from './arguments.ts';
import { joinedChannel, sharedMessage, writableChannel } from './lookups.ts';
import { defineMethod, type Caller } from './method.ts';

const Item = { channel: Text.default(''), timestamp: Text.default('') };

interface Item {
  readonly channel: string;
  readonly timestamp: string;
}

function readable(world: World, caller: Caller, item: Item): Message {
  if (item.channel === '' || item.timestamp === '') throw new SlackError('no_item_specified');
  if (!isTimestamp(item.timestamp)) throw new SlackError('bad_timestamp');
  return sharedMessage(world, joinedChannel(world, caller, item.channel).id, item.timestamp);
}

/** As `readable`, but `is_archived` for a channel that is closed. */
function reactable(world: World, caller: Caller, item: Item): Message {
  const message = readable(world, caller, item);
  writableChannel(world, caller, message.channel);
  return message;
}

export const reactionsAdd = defineMethod({
  name: 'reactions.add',
  scope: 'reactions:write',
  arguments: z.object({ ...Item, name: Text.default('') }),
  answer(world, caller, given) {
    const name = world.emoji.canonical(given.name);
    react(world, reactable(world, caller, given), caller.userId, name);
    return {};
  },
});

export const reactionsRemove = defineMethod({
  name: 'reactions.remove',
  scope: 'reactions:write',
  arguments: z.object({ ...Item, name: Text.default('') }),
  answer(world, caller, given) {
    const name = world.emoji.canonical(given.name);
    unreact(world, reactable(world, caller, given), caller.userId, name);
    return {};
  },
});

export const reactionsGet = defineMethod({
  name: 'reactions.get',
  scope: 'reactions:read',
  arguments: z.object({ ...Item, full: Flag }),
  answer(world, caller, given) {
    const message = readable(world, caller, given);
    return {
      type: 'message',
      channel: message.channel,
      message: {
        ...wireMessage(world, message, { metadata: false, allReactors: given.full }),
        permalink: `${world.url}/archives/${message.channel}/p${message.ts.replace('.', '')}`,
      },
    };
  },
});
