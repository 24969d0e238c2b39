import { z } from 'zod';
import { press } from '../acts/actions.ts';
import { runCommand } from '../acts/commands.ts';
import { openHome } from '../acts/home.ts';
import { closeView, pressInView, submitView } from '../acts/views.ts';
import { SlackError } from '../errors.ts';
import { parseJson, Text } from './arguments.ts';
import { isVisibleTo, joinedChannel } from './lookups.ts';
import { defineMethod } from './method.ts';

/** Typing a slash command, named as in Slack's own client. */
export const chatCommand = defineMethod({
  name: 'chat.command',
  tokens: ['user'],
  arguments: z.object({ channel: Text, command: Text, text: Text.default(''), thread_ts: Text.optional() }),
  async answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    if (given.thread_ts) throw new SlackError('command_not_supported_in_thread');
    const answer = await runCommand(world, { channel, user: caller.userId, command: given.command.trim(), text: given.text.trim() });
    return answer ? { response: { text: answer.text, blocks: answer.blocks ?? [], response_type: answer.response_type } } : {};
  },
});

const Values = z.array(z.string()).optional();

/** Pressing a button or choosing from a menu, named as in Slack's own client. */
export const blocksActions = defineMethod({
  name: 'blocks.actions',
  tokens: ['user'],
  arguments: z.object({
    channel: Text,
    message_ts: Text,
    action_id: Text,
    block_id: Text.optional(),
    value: Text.optional(),
    values: z.unknown().optional(),
  }),
  async answer(world, caller, given) {
    const channel = joinedChannel(world, caller, given.channel);
    const message = world.store.message(channel.id, given.message_ts);
    if (!message || !isVisibleTo(message, caller)) throw new SlackError('message_not_found');
    if (!world.manifest.interactive) throw new SlackError('interactivity_not_enabled');
    const values = Values.safeParse(parseJson(given.values, 'invalid_arguments'));
    if (!values.success)
      throw new SlackError('invalid_arguments', { response_metadata: { messages: ['[ERROR] values is a list of texts'] } });
    await press(world, {
      channel,
      message,
      user: caller.userId,
      actionId: given.action_id,
      blockId: given.block_id,
      value: given.value,
      values: values.data,
    });
    return {};
  },
});

/** Looking at the home of the application; what it published last is the answer, and a newer one follows on the live connection. */
export const homeOpen = defineMethod({
  name: 'home.open',
  tokens: ['user'],
  arguments: z.object({}),
  answer: (world, caller) => ({ view: openHome(world, caller.userId) ?? null }),
});

/** Pressing something in the home, or in the modal with this id. */
export const viewsActions = defineMethod({
  name: 'views.actions',
  tokens: ['user'],
  arguments: z.object({
    view_id: Text.optional(),
    action_id: Text,
    block_id: Text.optional(),
    value: Text.optional(),
    values: z.unknown().optional(),
  }),
  async answer(world, caller, given) {
    if (!world.manifest.interactive) throw new SlackError('interactivity_not_enabled');
    const values = Values.safeParse(parseJson(given.values, 'invalid_arguments'));
    if (!values.success) throw new SlackError('invalid_arguments');
    await pressInView(world, {
      user: caller.userId,
      viewId: given.view_id,
      actionId: given.action_id,
      blockId: given.block_id,
      value: given.value,
      values: values.data,
    });
    return {};
  },
});

const Filled = z
  .record(z.string(), z.record(z.string(), z.object({ value: z.string().optional(), values: z.array(z.string()).optional() })))
  .default({});

/** Sending the form of a modal; what is wrong in it is the answer, by block. */
export const viewsSubmit = defineMethod({
  name: 'views.submit',
  tokens: ['user'],
  arguments: z.object({ view_id: Text, values: z.unknown().optional() }),
  async answer(world, caller, given) {
    const filled = Filled.safeParse(parseJson(given.values, 'invalid_arguments'));
    if (!filled.success) throw new SlackError('invalid_arguments');
    return { errors: await submitView(world, { user: caller.userId, viewId: given.view_id, filled: filled.data }) };
  },
});

/** Closing a modal without sending it. */
export const viewsClose = defineMethod({
  name: 'views.close',
  tokens: ['user'],
  arguments: z.object({ view_id: Text }),
  async answer(world, caller, given) {
    await closeView(world, { user: caller.userId, viewId: given.view_id });
    return {};
  },
});
