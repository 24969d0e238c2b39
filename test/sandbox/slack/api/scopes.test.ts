import { describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { awaited } from '../support/bolt.ts';
import { connect } from '../support/open.ts';
import { openScoped } from '../support/scoped.ts';
import { call, channels, users } from '../support/workspace.ts';

const leads = 'C0LEADS0001';
type Given = Readonly<Record<string, unknown>>;

/** The bot is let into the private channel too. */
async function letIn(place: OpenWorkspace): Promise<void> {
  await call(place, 'alex', 'conversations.invite', { channel: leads, users: users.bot });
}

describe('a scope that is missing is named', () => {
  test.each<{ method: string; given: Given; needed: string }>([
    { method: 'conversations.history', given: { channel: channels.ops }, needed: 'channels:history' },
    { method: 'conversations.history', given: { channel: leads }, needed: 'groups:history' },
    { method: 'conversations.replies', given: { channel: leads, ts: '1.0' }, needed: 'groups:history' },
    { method: 'conversations.info', given: { channel: channels.ops }, needed: 'channels:read' },
    { method: 'conversations.info', given: { channel: leads }, needed: 'groups:read' },
    { method: 'conversations.members', given: { channel: leads }, needed: 'groups:read' },
    { method: 'conversations.list', given: {}, needed: 'channels:read' },
    { method: 'conversations.list', given: { types: 'private_channel' }, needed: 'groups:read' },
    { method: 'conversations.list', given: { types: 'im' }, needed: 'im:read' },
    { method: 'conversations.join', given: { channel: channels.random }, needed: 'channels:join' },
    { method: 'conversations.invite', given: { channel: channels.ops, users: users.dana }, needed: 'channels:manage' },
    { method: 'conversations.archive', given: { channel: leads }, needed: 'groups:write' },
    { method: 'conversations.open', given: { users: users.dana }, needed: 'im:write' },
    { method: 'chat.postMessage', given: { channel: channels.ops, text: 'x' }, needed: 'chat:write' },
    { method: 'chat.update', given: { channel: channels.ops, ts: '1.0', text: 'x' }, needed: 'chat:write' },
    { method: 'reactions.add', given: { channel: channels.ops, timestamp: '1.0', name: 'x' }, needed: 'reactions:write' },
    { method: 'reactions.get', given: { channel: channels.ops, timestamp: '1.0' }, needed: 'reactions:read' },
    { method: 'users.info', given: { user: users.dana }, needed: 'users:read' },
    { method: 'usergroups.list', given: {}, needed: 'usergroups:read' },
    { method: 'team.info', given: {}, needed: 'team:read' },
    { method: 'emoji.list', given: {}, needed: 'emoji:read' },
    { method: 'files.list', given: {}, needed: 'files:read' },
    { method: 'files.getUploadURLExternal', given: { filename: 'a', length: 1 }, needed: 'files:write' },
  ])('$method with $given needs $needed', async ({ method, given, needed }) => {
    const place = await openScoped(['commands']);
    await letIn(place);

    const reply = await call(place, 'bot', method, given);

    expect(reply).toMatchObject({ ok: false, error: 'missing_scope', needed, provided: 'commands' });
  });

  test('another name than its own needs one more', async () => {
    const place = await openScoped(['chat:write']);

    const reply = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', username: 'Root' });

    expect(reply).toMatchObject({ error: 'missing_scope', needed: 'chat:write.customize' });
  });

  test('of a private channel in which it is not, the bot learns nothing', async () => {
    const place = await openScoped(['channels:read', 'channels:history']);

    expect(await call(place, 'bot', 'conversations.info', { channel: leads })).toMatchObject({ error: 'channel_not_found' });
    expect(await call(place, 'bot', 'conversations.history', { channel: leads })).toMatchObject({ error: 'channel_not_found' });
  });

  test('the answer carries what one has and what was needed', async () => {
    const { world } = await openScoped(['users:read', 'team:read']);

    const response = await fetch(`${world.url}/api/users.list`, { headers: { authorization: `Bearer ${world.secrets.bot}` } });

    expect(response.headers.get('x-oauth-scopes')).toBe('users:read,team:read');
    expect(response.headers.get('x-accepted-oauth-scopes')).toBe('users:read');
  });
});

describe('an event comes only with scope, subscription and membership', () => {
  const all = ['channels:history', 'groups:history', 'reactions:read', 'app_mentions:read', 'channels:read', 'groups:read', 'users:read'];

  /** What the application hears of a message, a reaction, a mention and a newcomer in this channel. */
  async function heard(scopes: readonly string[], events: readonly string[], channel: string, member: boolean): Promise<readonly string[]> {
    const place = await openScoped(scopes, [...events, 'user_change']);
    if (member && channel === leads) await letIn(place);
    const types: string[] = [];
    const last = awaited<true>();
    await connect(
      place,
      (app) => {
        app.event(/.*/, async ({ event }) => void types.push(event.type === 'message' ? `message in ${event.channel_type}` : event.type));
        app.event('user_change', async () => last.bring(true));
      },
      1,
    );
    const { ts } = await call(place, 'alex', 'chat.postMessage', { channel, text: `<@${users.bot}> hello` });
    await call(place, 'kim', 'reactions.add', { channel, timestamp: ts, name: 'eyes' });
    await fetch(`${place.world.url}/control/people.set`, {
      method: 'POST',
      headers: { authorization: `Bearer ${place.world.secrets.control}`, 'content-type': 'application/json' },
      body: JSON.stringify({ user: users.sam, deactivated: true }),
    });
    await last.arrived;
    return types.filter((type) => type !== 'user_change').toSorted((one, other) => one.localeCompare(other));
  }

  const events = ['message.channels', 'message.groups', 'reaction_added', 'app_mention'];

  test.each<{
    name: string;
    scopes: readonly string[];
    subscribed: readonly string[];
    channel: string;
    member: boolean;
    types: readonly string[];
  }>([
    {
      name: 'all in a public channel',
      scopes: all,
      subscribed: events,
      channel: channels.ops,
      member: true,
      types: ['app_mention', 'message in channel', 'reaction_added'],
    },
    {
      name: 'all in a private channel',
      scopes: all,
      subscribed: events,
      channel: leads,
      member: true,
      types: ['app_mention', 'message in group', 'reaction_added'],
    },
    { name: 'nothing where it is not', scopes: all, subscribed: events, channel: leads, member: false, types: [] },
    { name: 'nothing without the scopes', scopes: ['users:read'], subscribed: events, channel: channels.ops, member: true, types: [] },
    { name: 'nothing without the subscriptions', scopes: all, subscribed: [], channel: channels.ops, member: true, types: [] },
    {
      name: 'no private message with the scope of public ones',
      scopes: ['users:read', 'channels:history'],
      subscribed: events,
      channel: leads,
      member: true,
      types: [],
    },
  ])('$name', async ({ scopes, subscribed, channel, member, types }) => {
    expect(await heard(scopes, subscribed, channel, member)).toEqual(types);
  });
});
