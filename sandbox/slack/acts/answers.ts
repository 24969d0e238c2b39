import { z } from 'zod';
import { readContent, type Content } from '../api/content.ts';
import { SlackError } from '../errors.ts';
import { app, slackbot } from '../identity.ts';
import type { Message } from '../state/message.ts';
import type { World } from '../world.ts';
import { withBlockIds, withNamedAttachments } from './block-ids.ts';
import { change, post, remove } from './messages.ts';
import type { Origin } from './response-urls.ts';

const AnswerBody = z.object({
  text: z.string().optional(),
  blocks: z.unknown().optional(),
  attachments: z.unknown().optional(),
  response_type: z.enum(['ephemeral', 'in_channel']).catch('ephemeral').default('ephemeral'),
  replace_original: z.union([z.boolean(), z.string()]).optional(),
  delete_original: z.union([z.boolean(), z.string()]).optional(),
});

/** What an application put into an ack or posted to a response_url. */
export interface Answer extends Content {
  readonly text: string;
  readonly response_type: 'ephemeral' | 'in_channel';
}

/** Reads the body of an ack; undefined when it says nothing. Throws for blocks and attachments that Slack would refuse. */
export function readAnswer(body: unknown): Answer | undefined {
  const parsed = AnswerBody.safeParse(typeof body === 'string' ? { text: body } : body);
  if (!parsed.success) return undefined;
  const { text = '', blocks, attachments } = readContent(parsed.data);
  if (text === '' && !blocks?.length && !attachments?.length) return undefined;
  return { text, blocks, attachments, response_type: parsed.data.response_type };
}

/** Shows an answer where its command or click came from: to the person only, or to everybody. */
export function showAnswer(world: World, origin: Origin, { response_type, ...content }: Answer): void {
  const onlyFor = response_type === 'in_channel' ? undefined : origin.user;
  post(world, { channel: origin.channel, user: app.userId, ...content, threadTs: origin.threadTs, onlyFor });
}

/** Slack's own word to one person, as when the application did not answer in time. */
export function tellFailure(world: World, origin: Origin, text: string): void {
  post(world, { channel: origin.channel, user: slackbot, text, threadTs: origin.threadTs, onlyFor: origin.user });
}

/** Carries out what was posted to a response_url. Throws what Slack would refuse. */
export function respond(world: World, origin: Origin, body: unknown): void {
  const parsed = AnswerBody.safeParse(body);
  if (!parsed.success) throw new SlackError('invalid_payload');
  if (world.store.channel(origin.channel)?.archived) throw new SlackError('is_archived');
  const original = origin.messageTs === undefined ? undefined : world.store.message(origin.channel, origin.messageTs);
  if (original && isYes(parsed.data.delete_original)) return remove(world, original);
  const answer = readAnswer(body);
  if (!answer) throw new SlackError('no_text');
  if (original && isYes(parsed.data.replace_original)) return change(world, replaced(world, original, answer));
  showAnswer(world, origin, answer);
}

/** The whole of the message is replaced; who sees it stays as it was, as an ephemeral message cannot be made one for all. */
function replaced({ store }: World, original: Message, { text, blocks, attachments }: Answer): Message {
  const edited = text === original.text ? original.edited : { user: app.userId, ts: store.timestamp() };
  return { ...original, text, blocks: blocks && withBlockIds(blocks), attachments: withNamedAttachments(attachments), edited };
}

function isYes(value: boolean | string | undefined): boolean {
  return value === true || value === 'true';
}
