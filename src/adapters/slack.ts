import { WebAPIPlatformError, WebAPIRateLimitedError, WebClient } from '@slack/web-api';
import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import { MessengerError } from '../ports/messenger.ts';
import type { Messenger, Picture, Place, Trouble } from '../ports/messenger.ts';
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
  return {
    self: self.userId,
    async post({ channel, thread }, picture, key) {
      const metadata = { event_type: 'bigshot_picture', event_payload: { key } };
      const send = (blocks: boolean) =>
        client.chat.postMessage({
          channel,
          text: picture.text,
          unfurl_links: false,
          unfurl_media: false,
          metadata,
          ...(thread === undefined ? {} : { thread_ts: thread }),
          ...(blocks ? blocksOf(picture) : {}),
        });
      const posted = await call('posting a message', 'unsure', () => withoutBadBlocks(send));
      const landed = posted?.message?.thread_ts;
      return { ts: posted?.ts ?? '', ...(landed === undefined ? {} : { thread: landed }) };
    },
    async edit(channel, ts, picture) {
      const send = (blocks: boolean) =>
        client.chat.update({ channel, ts, text: picture.text, blocks: [], ...(blocks ? blocksOf(picture) : {}) });
      await call('editing a message', 'away', () => withoutBadBlocks(send));
    },
    async whisper({ channel, thread }, person, picture) {
      const send = (blocks: boolean) =>
        client.chat.postEphemeral({
          channel,
          user: person,
          text: picture.text,
          ...(thread === undefined ? {} : { thread_ts: thread }),
          ...(blocks ? blocksOf(picture) : {}),
        });
      await call('telling one person', 'unsure', () => withoutBadBlocks(send));
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

function blocksOf({ blocks }: Picture): { readonly blocks?: KnownBlock[] } {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- views build blocks through blocks.ts only, so these are Slack's own
  return blocks === undefined ? {} : { blocks: [...blocks] as KnownBlock[] };
}

/** Blocks that Slack refuses must not swallow the news: the text alone makes sense. */
async function withoutBadBlocks<Result>(send: (blocks: boolean) => Promise<Result>): Promise<Result> {
  try {
    return await send(true);
  } catch (error) {
    const code = error instanceof WebAPIPlatformError ? error.data.error : '';
    if (!code.startsWith('invalid_blocks') && code !== 'msg_blocks_too_long') throw error;
    return send(false);
  }
}

/** Slack's own troubles, which are no answer: as its documentation says, a part may have been done before they were noticed. */
const passing = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'];

/** Turns every kind of failure into one `MessengerError`. `silence` says what no answer means here. */
async function call<Result>(
  doing: string,
  silence: 'away' | 'unsure',
  ask: () => Promise<Result>,
  fine: readonly string[] = [],
): Promise<Result | undefined> {
  try {
    return await ask();
  } catch (error) {
    const trouble = troubleOf(error, silence);
    if (trouble.is === 'refused' && fine.includes(trouble.code)) return undefined;
    throw new MessengerError(trouble.is === 'refused' ? `${doing} (${trouble.code})` : doing, trouble, error);
  }
}

function troubleOf(error: unknown, silence: 'away' | 'unsure'): Trouble {
  if (error instanceof WebAPIRateLimitedError) return { is: 'wait', seconds: error.retryAfter };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited' || code === 'rate_limited') return { is: 'wait', seconds: 30 };
    return passing.includes(code) ? { is: silence } : { is: 'refused', code };
  }
  // A connection that was never made cannot have delivered anything.
  return { is: neverSent(error) ? 'away' : silence };
}

function neverSent(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; depth += 1) {
    if ('code' in at && (at.code === 'ECONNREFUSED' || at.code === 'ENOTFOUND' || at.code === 'EAI_AGAIN')) return true;
    at = 'original' in at && at.original instanceof Error ? at.original : at.cause;
  }
  return false;
}

async function find(client: WebClient, { channel, thread }: Place, key: string, since: Date): Promise<readonly string[]> {
  const about = { channel, oldest: String(since.getTime() / 1000), include_all_metadata: true, limit: pageSize };
  const page = await call(
    'looking for a message',
    'away',
    () => (thread === undefined ? client.conversations.history(about) : client.conversations.replies({ ...about, ts: thread })),
    ['thread_not_found'],
  );
  const found = (page?.messages ?? []).filter(({ metadata }) => PayloadWithKey.safeParse(metadata?.event_payload).data?.key === key);
  return found.flatMap(({ ts }) => (ts === undefined ? [] : [ts])).toSorted();
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
