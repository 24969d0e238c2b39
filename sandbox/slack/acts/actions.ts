import type { Fields } from '../blocks/problem.ts';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import type { Channel, Message } from '../state/message.ts';
import type { World } from '../world.ts';
import { choiceOf } from './choice.ts';
import { elementsIn, type Placed } from './elements-in.ts';
import { tellFailure } from './answers.ts';
import { userName } from './escape.ts';
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
  const error = outcome.is === 'no connection' || outcome.is === 'refused' ? 'dispatch_failed' : 'operation_timeout';
  tellFailure(world, origin, `This did not work: the application did not answer ("${error}"). Please try again.`);
  throw new SlackError(error);
}

interface Found {
  readonly blockId: string;
  readonly element: Fields;
  readonly choice: Fields;
}

/** The one thing in the message that this press can mean. The message decides, not the person: what it does not hold cannot be pressed. */
function foundBy(world: World, { message, actionId, blockId, value, values }: Press): Found {
  const named = elementsIn(message)
    .filter(({ element }) => element['action_id'] === actionId)
    .filter((placed) => blockId === undefined || placed.blockId === blockId);
  const fitting = named.flatMap((placed) => {
    const choice = choiceOf(world, placed.element, { value, values });
    return choice ? [{ ...placed, choice }] : [];
  });
  const [first, ...others] = fitting;
  if (!first) throw new SlackError('action_not_found', { response_metadata: { messages: [whyNot(named)] } });
  if (others.length > 0 && value === undefined) throw new SlackError('action_ambiguous');
  return first;
}

function whyNot(named: readonly Placed[]): string {
  if (named.length === 0) return '[ERROR] the message has no element of this action_id';
  return `[ERROR] ${named.map(({ element }) => `the ${String(element['type'])} cannot have this value`).join(', ')}`;
}

function payloadOf(
  world: World,
  { channel, message, user }: Press,
  action: Record<string, unknown>,
  origin: Origin,
): Record<string, unknown> {
  const ephemeral = message.onlyFor !== undefined;
  const name = userName(world, user);
  return {
    type: 'block_actions',
    user: { id: user, username: name, name, team_id: team.id },
    api_app_id: app.id,
    token: world.secrets.verification,
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: channel.id,
      is_ephemeral: ephemeral,
      ...(message.thread_ts === undefined ? {} : { thread_ts: message.thread_ts }),
    },
    trigger_id: world.triggers.issue(user),
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: channel.direct ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: wireMessage(world, message, { metadata: true }) }),
    state: { values: world.chosen.valuesOf(message, user) },
    response_url: world.responseUrls.issue(origin),
    actions: [action],
  };
}
