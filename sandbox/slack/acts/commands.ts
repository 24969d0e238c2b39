import { failureOf } from '../delivery/envelope.ts';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import type { Channel } from '../state/message.ts';
import type { World } from '../world.ts';
import { readAnswer, showAnswer, tellFailure, type Answer } from './answers.ts';
import { escapeCommand, userName } from './escape.ts';
import { post } from './messages.ts';
import type { Origin } from './response-urls.ts';

/** A slash command as a person types it. */
export interface TypedCommand {
  readonly channel: Channel;
  readonly user: string;
  readonly command: string;
  readonly text: string;
}

/**
 * Brings a command to the application and shows its ack. Throws `unknown_command` (the application never hears of it),
 * `dispatch_failed` (nobody is connected) or `operation_timeout` (no ack in time); the person is told in the channel as well.
 */
export async function runCommand(world: World, typed: TypedCommand): Promise<Answer | undefined> {
  const origin: Origin = { channel: typed.channel.id, user: typed.user };
  const declared = world.manifest.commands.find(({ command }) => command === typed.command);
  if (!declared) {
    tellFailure(world, origin, `\`${typed.command}\` is not a command of this workspace.`);
    throw new SlackError('unknown_command');
  }
  const text = declared.should_escape ? escapeCommand(world, typed.text) : typed.text;
  const outcome = await world.delivery.send({
    type: 'slash_commands',
    payload: payloadOf(world, { ...typed, text }, origin),
    accepts_response_payload: true,
  });
  if (outcome.is !== 'acked') {
    const error = failureOf(outcome);
    tellFailure(world, origin, `\`${typed.command}\` failed with the error "${error}"`);
    throw new SlackError(error);
  }
  return showAck(world, typed, origin, outcome.payload);
}

function showAck(world: World, typed: TypedCommand, origin: Origin, payload: unknown): Answer | undefined {
  try {
    const answer = readAnswer(payload);
    if (!answer) return undefined;
    if (answer.response_type === 'in_channel')
      post(world, { channel: typed.channel.id, user: typed.user, text: `${typed.command} ${typed.text}`.trim() });
    showAnswer(world, origin, answer);
    return answer;
  } catch (error) {
    if (error instanceof SlackError) {
      // The person sees it in the channel, and the application, which was told nothing, in the traffic.
      world.traffic.note({ is: 'answer', what: typed.command, by: 'app', given: payload }, { state: 'bad', says: error.error });
      tellFailure(world, origin, `\`${typed.command}\` failed with the error "${error.error}"`);
    }
    throw error;
  }
}

function payloadOf(world: World, { channel, user, command, text }: TypedCommand, origin: Origin): Record<string, unknown> {
  return {
    token: world.secrets.verification,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channel.direct ? 'directmessage' : channel.name,
    user_id: user,
    user_name: userName(world, user),
    command,
    text,
    api_app_id: app.id,
    is_enterprise_install: 'false',
    response_url: world.responseUrls.issue(origin),
    trigger_id: world.triggers.issue(user),
  };
}
