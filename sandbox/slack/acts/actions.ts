import { isFields, type Fields } from '../blocks/problem.ts';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import type { Channel, Message } from '../state/message.ts';
import type { World } from '../world.ts';
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
  readonly value?: string | undefined;
}

/** Brings a press to the application. Throws `action_not_found`, `action_ambiguous`, `dispatch_failed` or `operation_timeout`. */
export async function press(world: World, given: Press): Promise<void> {
  const action = actionOf(world, given);
  const { channel, message, user } = given;
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

interface Candidate {
  readonly blockId: string;
  readonly element: Fields;
  readonly action: Fields;
}

/** The one thing in the message that this press can mean. The message decides, not the person: what it does not hold cannot be pressed. */
function actionOf({ now }: World, { message, actionId, value }: Press): Record<string, unknown> {
  const named = candidatesIn(message).filter(({ element }) => element['action_id'] === actionId);
  const fitting = named.flatMap((candidate) => choice(candidate, value));
  const [first, ...others] = fitting;
  if (!first) throw new SlackError('action_not_found');
  if (others.length > 0 && value === undefined) throw new SlackError('action_ambiguous');
  const { blockId, element, action } = first;
  return { type: element['type'], action_id: actionId, block_id: blockId, ...action, action_ts: (now().getTime() / 1000).toFixed(6) };
}

function candidatesIn({ blocks = [] }: Message): readonly Candidate[] {
  return blocks.flatMap((block) => {
    const inside = [...(Array.isArray(block['elements']) ? block['elements'] : []), block['accessory']];
    return inside.filter(isFields).map((element) => ({ blockId: block.block_id ?? '', element, action: {} }));
  });
}

/** What this element would send for the value; nothing when it cannot have that value. */
function choice(candidate: Candidate, value: string | undefined): readonly Candidate[] {
  const { element } = candidate;
  if (element['type'] === 'button') {
    if (value !== undefined && element['value'] !== value) return [];
    const own = element['value'] === undefined ? {} : { value: element['value'] };
    return [{ ...candidate, action: { ...own, text: element['text'], ...(element['style'] ? { style: element['style'] } : {}) } }];
  }
  const selected = optionsOf(element).filter((option) => value === undefined || option['value'] === value);
  if (selected.length > 0) return selected.map((option) => ({ ...candidate, action: { selected_option: option } }));
  const field = freeChoices[String(element['type'])];
  return field === undefined || value === undefined ? [] : [{ ...candidate, action: { [field]: value } }];
}

const freeChoices: Readonly<Record<string, string>> = {
  users_select: 'selected_user',
  channels_select: 'selected_channel',
  conversations_select: 'selected_conversation',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
};

function optionsOf(element: Fields): readonly Fields[] {
  const groups = Array.isArray(element['option_groups']) ? element['option_groups'].filter(isFields) : [element];
  return groups.flatMap(({ options }) => (Array.isArray(options) ? options.filter(isFields) : []));
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
    trigger_id: world.triggers.issue(),
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
    channel: { id: channel.id, name: channel.direct ? 'directmessage' : channel.name },
    ...(ephemeral ? {} : { message: wireMessage(world, message, { metadata: true }) }),
    state: { values: {} },
    response_url: world.responseUrls.issue(origin),
    actions: [action],
  };
}
