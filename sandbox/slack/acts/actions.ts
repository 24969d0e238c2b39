import { failureOf } from '../delivery/envelope.ts';
import { SlackError } from '../errors.ts';
import type { Channel, Message } from '../state/message.ts';
import type { World } from '../world.ts';
import { fitting, named, type Fitting } from './choice.ts';
import { elementsIn, type Placed } from './elements-in.ts';
import { tellFailure } from './answers.ts';
import { interactionBy } from './interaction.ts';
import type { Origin } from './response-urls.ts';
import { wireMessage } from './wire.ts';

/** A press of a button, or a choice in a menu, by a person. */
export interface Press {
  readonly channel: Channel;
  readonly message: Message;
  readonly user: string;
  readonly actionId: string;
  /** Of the block, where several have elements of that action_id. */
  readonly blockId?: string | undefined;
  readonly value?: string | undefined;
  /** Where several can be chosen. */
  readonly values?: readonly string[] | undefined;
}

/** Brings a press to the application. Throws `action_not_found`, `action_ambiguous`, `dispatch_failed` or `operation_timeout`. */
export async function press(world: World, given: Press): Promise<void> {
  const { channel, message, user, actionId } = given;
  const { blockId, element, choice } = foundBy(world, given);
  const actionTs = (world.now().getTime() / 1000).toFixed(6);
  const action = { type: element['type'], action_id: actionId, block_id: blockId, ...choice, action_ts: actionTs };
  world.chosen.note(message, user, { blockId, actionId }, choice);
  const origin: Origin = { channel: channel.id, user, threadTs: message.thread_ts, messageTs: message.ts };
  const outcome = await world.delivery.send({
    type: 'interactive',
    payload: payloadOf(world, given, action, origin),
    accepts_response_payload: false,
  });
  if (outcome.is === 'acked') return;
  const error = failureOf(outcome);
  tellFailure(world, origin, `This did not work: the application did not answer ("${error}"). Please try again.`);
  throw new SlackError(error);
}

/** The one thing in the message that this press can mean. The message decides, not the person: what it does not hold cannot be pressed. */
function foundBy(world: World, { message, actionId, blockId, value, values }: Press): Fitting {
  const called = named(elementsIn(message), { actionId, blockId });
  const [first, ...others] = fitting(world, called, { value, values });
  if (!first) throw new SlackError('action_not_found', { response_metadata: { messages: [whyNot(called)] } });
  if (others.length > 0 && value === undefined) throw new SlackError('action_ambiguous');
  return first;
}

function whyNot(called: readonly Placed[]): string {
  if (called.length === 0) return '[ERROR] the message has no element of this action_id';
  return `[ERROR] ${called.map(({ element }) => `the ${String(element['type'])} cannot have this value`).join(', ')}`;
}

function payloadOf(
  world: World,
  { channel, message, user }: Press,
  action: Record<string, unknown>,
  origin: Origin,
): Record<string, unknown> {
  const ephemeral = message.onlyFor !== undefined;
  return {
    ...interactionBy(world, user),
    type: 'block_actions',
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    channel: { id: channel.id, name: channel.direct ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: wireMessage(world, message, { metadata: true }) }),
    state: { values: world.chosen.valuesOf(message, user) },
    response_url: world.responseUrls.issue(origin),
    actions: [action],
  };
}
