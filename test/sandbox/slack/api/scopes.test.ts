import { expect, test } from 'vitest';
import { awaited } from '../support/bolt.ts';
import { connect } from '../support/open.ts';
import { channels, users } from '../support/workspace.ts';
import { outcome, refusal, room, type Room } from './support/room.ts';

const leads = 'C0LEADS0001';

/** A room in which the bot sits in the private channel too, and talks with dana alone. */
async function everywhere(options: Parameters<typeof room>[0]): Promise<Room & { readonly direct: string }> {
  const made = await room(options);
  await made.as('alex').conversations.invite({ channel: leads, users: users.bot });
  const { channel } = await made.as('dana').conversations.open({ users: users.bot });
  return { ...made, direct: channel?.id ?? '' };
}

test.each([
  { kind: 'public', scope: 'channels:history', where: () => channels.ops },
  { kind: 'private', scope: 'groups:history', where: () => leads },
  { kind: 'direct', scope: 'im:history', where: (direct: string) => direct },
])('reading a $kind conversation needs $scope, and no other will do', async ({ scope, where }) => {
  const { bot, direct, as } = await everywhere({ without: [scope] });
  const channel = where(direct);
  const { ts = '' } = await as(channel === direct ? 'dana' : 'alex').chat.postMessage({ channel, text: 'parent' });

  const refused = await refusal(bot.conversations.history({ channel }));

  expect(refused).toMatchObject({ error: 'missing_scope', needed: scope, provided: expect.stringContaining('chat:write') });
  expect(await outcome(bot.conversations.replies({ channel, ts }))).toBe('missing_scope');
});

test.each([
  { kind: 'public', scope: 'channels:read', where: () => channels.ops },
  { kind: 'private', scope: 'groups:read', where: () => leads },
  { kind: 'direct', scope: 'im:read', where: (direct: string) => direct },
])('asking about a $kind conversation needs $scope, and no other will do', async ({ scope, where }) => {
  const { bot, direct } = await everywhere({ without: [scope] });
  const channel = where(direct);

  const refused = await refusal(bot.conversations.info({ channel }));

  expect(refused).toMatchObject({ error: 'missing_scope', needed: scope });
  expect(await outcome(bot.conversations.members({ channel }))).toBe('missing_scope');
});

test('with its own scope every kind of conversation can be read', async () => {
  const { bot, direct } = await everywhere({});

  const outcomes = await Promise.all(
    [channels.ops, leads, direct].flatMap((channel) => [
      outcome(bot.conversations.history({ channel })),
      outcome(bot.conversations.info({ channel })),
      outcome(bot.conversations.members({ channel })),
    ]),
  );

  expect(outcomes).toEqual(Array.from({ length: 9 }, () => 'ok'));
});

test('listing conversations needs the scope of every kind that is asked for, and lists no other kind', async () => {
  const { bot } = await everywhere({ without: ['im:read'] });
  const listed = async (types: string) => (await bot.conversations.list({ types })).channels?.map(({ name }) => name);

  expect(await listed('public_channel')).toEqual(['ops', 'incidents', 'random']);
  expect(await listed('private_channel')).toEqual(['leads']);
  expect(await listed('public_channel,private_channel')).toEqual(['ops', 'incidents', 'random', 'leads']);
  expect(await refusal(bot.conversations.list({ types: 'public_channel,im' }))).toMatchObject({
    error: 'missing_scope',
    needed: 'im:read',
  });
  expect(await outcome(bot.conversations.list({ types: 'public' }))).toBe('invalid_types');
});

test('the headers tell which scopes there are and which would do, also where the call is refused', async () => {
  const { bot } = await room({ scopes: ['channels:history', 'chat:write'] });

  const good = await bot.conversations.history({ channel: channels.ops });
  const bad = await refusal(bot.conversations.info({ channel: channels.ops }));

  expect(good.response_metadata).toMatchObject({
    scopes: ['channels:history', 'chat:write'],
    acceptedScopes: ['channels:history', 'groups:history', 'im:history', 'mpim:history'],
  });
  expect(bad?.response_metadata).toMatchObject({
    scopes: ['channels:history', 'chat:write'],
    acceptedScopes: expect.arrayContaining(['groups:read']),
  });
});

test.each([
  { name: 'it did not subscribe', options: { events: ['message.channels', 'reaction_added'] } },
  { name: 'it lacks the scope', options: { without: ['groups:history'] } },
])('what is said in a private channel does not reach the application where $name', async ({ options }) => {
  const { place, as } = await everywhere(options);
  const heard: string[] = [];
  const last = awaited<void>();
  await connect(place, (app) => {
    app.event('message', async ({ event }) => void heard.push('text' in event ? event.text : event.type));
    app.event('reaction_added', async () => last.bring());
  });

  const { ts: timestamp = '' } = await as('alex').chat.postMessage({ channel: leads, text: 'secret' });
  await as('dana').chat.postMessage({ channel: channels.ops, text: 'open' });
  await as('alex').reactions.add({ channel: leads, timestamp, name: 'eyes' });
  await last.arrived;

  await expect.poll(() => heard).toEqual(['open']);
});

test('what is said in a private channel of the bot says so in its event', async () => {
  const { place, as } = await everywhere({});
  const seen = awaited<unknown>();
  await connect(place, (app) => app.event('message', async ({ event }) => seen.bring(event)));

  await as('alex').chat.postMessage({ channel: leads, text: 'for the leads' });

  expect(await seen.arrived).toMatchObject({ text: 'for the leads', channel: leads, channel_type: 'group' });
});

test('a mention in a direct conversation is a message and no mention', async () => {
  const { place, as, direct } = await everywhere({});
  const heard: string[] = [];
  const last = awaited<void>();
  await connect(place, (app) => {
    app.event('app_mention', async ({ event }) => {
      heard.push(event.text);
      last.bring();
    });
  });

  await as('dana').chat.postMessage({ channel: direct, text: `<@${users.bot}> alone` });
  await as('dana').chat.postMessage({ channel: channels.ops, text: `<@${users.bot}> before all` });
  await last.arrived;

  expect(heard).toEqual([`<@${users.bot}> before all`]);
});

test('a reaction in a channel without the bot is nothing that it hears of', async () => {
  const { place, as } = await room();
  const heard: string[] = [];
  const last = awaited<void>();
  await connect(place, (app) =>
    app.event('reaction_added', async ({ event }) => {
      heard.push(event.reaction);
      if (event.reaction === 'tada') last.bring();
    }),
  );
  const react = async (channel: string, name: string) => {
    const { ts: timestamp = '' } = await as('dana').chat.postMessage({ channel, text: 'look' });
    await as('dana').reactions.add({ channel, timestamp, name });
  };

  await react(channels.random, 'eyes');
  await react(channels.ops, 'tada');
  await last.arrived;

  expect(heard).toEqual(['tada']);
});

test('an event says whether somebody of another company reads along', async () => {
  const { place, as } = await room();
  const shared = new Map<string, boolean | undefined>();
  const both = awaited<void>();
  await connect(place, (app) =>
    app.event('app_mention', async ({ event, body }) => {
      shared.set(event.channel, body.is_ext_shared_channel);
      if (shared.size === 2) both.bring();
    }),
  );

  await as('dana').chat.postMessage({ channel: channels.ops, text: `<@${users.bot}> with rio` });
  await as('dana').chat.postMessage({ channel: channels.incidents, text: `<@${users.bot}> among us` });
  await both.arrived;

  expect(Object.fromEntries(shared)).toEqual({ [channels.ops]: true, [channels.incidents]: false });
});
