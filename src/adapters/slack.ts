import { setTimeout as sleep } from 'node:timers/promises';
import { WebClient } from '@slack/web-api';
import { z } from 'zod';
import { MessengerError } from '../ports/messenger.ts';
import type { Messenger, Picture, Place } from '../ports/messenger.ts';
import { call } from './slack-call.ts';
import { contentOf, homeOf, sendContent } from './slack-content.ts';
import type { Content } from './slack-content.ts';
import { createUploads, holdsFilesOf, shareFiles } from './slack-files.ts';
import { personOf } from './slack-person.ts';
import type { Self } from './slack-person.ts';

const timeoutMs = 10_000;
const pageSize = 200;

interface Options {
  readonly token: string;
  readonly apiUrl?: string;
}

/** One client for everything that the bot says by itself; it retries nothing, the projector decides. */
export function createWebClient({ token, apiUrl }: Options): WebClient {
  return new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: timeoutMs,
  });
}

export function createMessenger(client: WebClient, self: Self): Messenger {
  const upload = createUploads(client);
  const draw = (picture: Picture) => contentOf(picture, upload);
  return {
    self: self.userId,
    async post({ channel, thread }, picture, key) {
      if (picture.files !== undefined) return postFiles(client, { channel, ...(thread !== undefined && { thread }) }, picture, key);
      const metadata = { event_type: 'bigshot_picture', event_payload: { key } };
      const send = (content: Content) =>
        client.chat.postMessage({
          channel,
          text: picture.text,
          unfurl_links: false,
          unfurl_media: false,
          metadata,
          ...(thread === undefined ? {} : { thread_ts: thread }),
          ...content,
        });
      const drawn = await draw(picture);
      const posted = await call('posting a message', 'unsure', () => sendContent(drawn, send));
      const landed = posted?.message?.thread_ts;
      return { ts: posted?.ts ?? '', ...(landed === undefined ? {} : { thread: landed }) };
    },
    async edit(channel, ts, picture) {
      const send = (content: Content) => client.chat.update({ channel, ts, text: picture.text, blocks: [], ...content });
      const drawn = await draw(picture);
      await call('editing a message', 'away', () => sendContent(drawn, send));
    },
    async whisper({ channel, thread }, person, picture) {
      const send = (content: Content) =>
        client.chat.postEphemeral({
          channel,
          user: person,
          text: picture.text,
          ...(thread === undefined ? {} : { thread_ts: thread }),
          ...content,
        });
      const drawn = await draw(picture);
      await call('telling one person', 'unsure', () => sendContent(drawn, send));
    },
    find: (place, key, since) => find(client, place, key, since),
    async remove(channel, ts) {
      await call('removing a message', 'away', () => client.chat.delete({ channel, ts }), ['message_not_found']);
    },
    async react(channel, ts, name) {
      await call('adding a reaction', 'away', () => client.reactions.add({ channel, timestamp: ts, name }), ['already_reacted']);
    },
    reactions: (channel, ts) => reactions(client, channel, ts),
    person: (id) => person(client, self, id),
    members: (channel) => members(client, channel),
    groupMembers: (group) => groupMembers(client, group),
    async publishHome(person, blocks) {
      const view = homeOf(blocks);
      await call('publishing a home', 'away', () => client.views.publish({ user_id: person, view }));
    },
    async reply(replyUrl, text) {
      const response = await fetch(replyUrl, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, response_type: 'ephemeral' }),
        signal: AbortSignal.timeout(timeoutMs),
      });
      if (!response.ok) throw new MessengerError('answering a typed command', { is: 'refused', code: `http_${response.status}` });
    },
  };
}

/** How long is waited for files to become a message, as often as there are pauses; what comes later is found by its key. */
const pausesMs = [200, 500, 1000, 2000];

async function postFiles(client: WebClient, place: Place, picture: Picture, key: string): ReturnType<Messenger['post']> {
  const since = new Date(Date.now() - 60_000);
  await shareFiles(client, place, picture, key);
  for (const pause of pausesMs) {
    const [found] = await messagesOf(client, place, key, since);
    if (found) return found;
    await sleep(pause);
  }
  throw new MessengerError('looking for the message with the files', { is: 'unsure' });
}

async function find(client: WebClient, place: Place, key: string, since: Date): Promise<readonly string[]> {
  return (await messagesOf(client, place, key, since)).map(({ ts }) => ts);
}

/** Messages with this key, oldest first. */
async function messagesOf(
  client: WebClient,
  { channel, thread }: Place,
  key: string,
  since: Date,
): Promise<readonly { readonly ts: string; readonly thread?: string }[]> {
  const about = { channel, oldest: String(since.getTime() / 1000), include_all_metadata: true, limit: pageSize };
  const page = await call(
    'looking for a message',
    'away',
    () => (thread === undefined ? client.conversations.history(about) : client.conversations.replies({ ...about, ts: thread })),
    ['thread_not_found'],
  );
  return (page?.messages ?? [])
    .filter(({ metadata, files }) => PayloadWithKey.safeParse(metadata?.event_payload).data?.key === key || holdsFilesOf(key, files))
    .flatMap(({ ts, thread_ts: own }) => (ts === undefined ? [] : [{ ts, ...(own === undefined ? {} : { thread: own }) }]))
    .toSorted((left, right) => left.ts.localeCompare(right.ts));
}

const PayloadWithKey = z.object({ key: z.string() });

async function reactions(client: WebClient, channel: string, ts: string): ReturnType<Messenger['reactions']> {
  const answer = await call('reading reactions', 'away', () => client.reactions.get({ channel, timestamp: ts, full: true }), [
    'message_not_found',
  ]);
  return answer && (answer.message?.reactions ?? []).map(({ name, users }) => ({ name: name ?? '', people: users ?? [] }));
}

async function person(client: WebClient, self: Self, id: string): ReturnType<Messenger['person']> {
  try {
    const answer = await call('looking somebody up', 'away', () => client.users.info({ user: id }), ['user_not_found', 'users_not_found']);
    return personOf(answer?.user, self);
  } catch (error) {
    const trouble = error instanceof MessengerError ? error.trouble : undefined;
    if (trouble?.is !== 'refused' || trouble.code !== 'user_not_visible') throw error;
    return { id, name: id, kind: 'stranger' };
  }
}

async function members(client: WebClient, channel: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const from: string = cursor;
    const page = await call('reading who is in a channel', 'away', () =>
      client.conversations.members({ channel, limit: pageSize, ...(from === '' ? {} : { cursor: from }) }),
    );
    found.push(...(page?.members ?? []));
    const next: string = page?.response_metadata?.next_cursor ?? '';
    cursor = next === '' ? undefined : next;
  }
  return found;
}

async function groupMembers(client: WebClient, group: string): Promise<readonly string[]> {
  const answer = await call('reading a user group', 'away', () => client.usergroups.users.list({ usergroup: group }));
  return answer?.users ?? [];
}
