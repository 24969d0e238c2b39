import { expect, test } from 'vitest';
import { awaited } from '../support/bolt.ts';
import { connect } from '../support/open.ts';
import { channels, users } from '../support/workspace.ts';
import { outcome, room, type Name, type Room } from './support/room.ts';

const channel = channels.ops;

async function posted({ bot }: Room): Promise<string> {
  return (await bot.chat.postMessage({ channel, text: 'approve?' })).ts ?? '';
}

test('a reaction counts once for each person, under whatever name', async () => {
  const made = await room();
  const timestamp = await posted(made);
  const react = async (who: Name, name: string) => outcome(made.as(who).reactions.add({ channel, timestamp, name }));

  expect(await react('alex', 'thumbsup')).toBe('ok');
  expect(await react('alex', '+1')).toBe('already_reacted');
  expect(await react('alex', ':+1:')).toBe('already_reacted');
  expect(await react('alex', '+1::skin-tone-2')).toBe('ok');
  expect(await react('kim', 'thumbsup')).toBe('ok');

  const { message } = await made.bot.reactions.get({ channel, timestamp, full: true });
  expect(message?.reactions).toEqual([
    { name: '+1', users: [users.alex, users.kim], count: 2 },
    { name: '+1::skin-tone-2', users: [users.alex], count: 1 },
  ]);
});

test('an event tells the name that Slack knows the emoji by', async () => {
  const made = await room();
  const timestamp = await posted(made);
  const seen = awaited<unknown>();
  await connect(made.place, (app) => app.event('reaction_added', async ({ event }) => seen.bring(event)));

  await made.as('alex').reactions.add({ channel, timestamp, name: 'thumbsup::skin-tone-4' });

  expect(await seen.arrived).toMatchObject({ reaction: '+1::skin-tone-4', user: users.alex, item_user: users.bot });
});

test.each(['no_such_emoji', '', '+1::skin-tone-1', '+1::skin-tone-7', 'rocket::skin-tone-2', '+1::skin-tone-2::skin-tone-3', '👍'])(
  'the name "%s" is invalid_name',
  async (name) => {
    const made = await room();
    const timestamp = await posted(made);

    expect(await outcome(made.bot.reactions.add({ channel, timestamp, name }))).toBe('invalid_name');
  },
);

test('what is not there cannot be taken back, nor by another person', async () => {
  const made = await room();
  const timestamp = await posted(made);
  await made.as('alex').reactions.add({ channel, timestamp, name: 'eyes' });
  const remove = async (who: Name) => outcome(made.as(who).reactions.remove({ channel, timestamp, name: 'eyes' }));

  expect(await remove('kim')).toBe('no_reaction');
  expect(await remove('alex')).toBe('ok');
  expect(await remove('alex')).toBe('no_reaction');
});

test.each([
  { name: 'a ts of another form', item: { channel, timestamp: '12' }, error: 'bad_timestamp' },
  { name: 'a message that is not there', item: { channel, timestamp: '1700000000.000000' }, error: 'message_not_found' },
  { name: 'no message at all', item: { channel }, error: 'no_item_specified' },
  { name: 'no channel', item: { timestamp: '1700000000.000000' }, error: 'no_item_specified' },
])('a reaction to $name is $error', async ({ item, error }) => {
  const { bot } = await room();

  expect(await outcome(bot.apiCall('reactions.add', { ...item, name: 'eyes' }))).toBe(error);
  expect(await outcome(bot.apiCall('reactions.get', item))).toBe(error);
});

test('one person adds no more than 23 emoji, and all together no more than 50', async () => {
  const made = await room();
  const timestamp = await posted(made);
  const names = Object.keys(made.place.world.emoji.glyphs).filter((name) => made.place.world.emoji.canonical(name) === name);
  const react = async (who: Name, list: readonly string[]) =>
    Promise.all(list.map(async (name) => outcome(made.as(who).reactions.add({ channel, timestamp, name }))));

  await react('dana', names.slice(0, 23));
  expect(await react('dana', names.slice(23, 24))).toEqual(['too_many_reactions']);
  await react('alex', names.slice(23, 46));
  await react('kim', names.slice(46, 50));
  expect(await react('kim', names.slice(50, 51))).toEqual(['too_many_emoji']);
  expect(await react('kim', names.slice(0, 1))).toEqual(['ok']);
});

test('without full, fewer may be named than are counted', async () => {
  const made = await room();
  const timestamp = await posted(made);
  const crowd: readonly Name[] = ['dana', 'alex', 'kim', 'sam', 'rio'];
  for (const who of crowd) await made.as(who).reactions.add({ channel, timestamp, name: 'tada' });

  const [short, full] = await Promise.all([
    made.bot.reactions.get({ channel, timestamp }),
    made.bot.reactions.get({ channel, timestamp, full: true }),
  ]);

  expect(short.message?.reactions?.[0]).toMatchObject({ count: 5 });
  expect(short.message?.reactions?.[0]?.users?.length).toBeLessThan(5);
  expect(full.message?.reactions?.[0]).toMatchObject({ count: 5, users: crowd.map((name) => users[name]) });
});

test('the workspace lists no emoji of its own, and asks for the scope to say so', async () => {
  const { bot } = await room();
  const other = await room({ without: ['emoji:read'] });

  expect(await bot.emoji.list()).toMatchObject({ ok: true, emoji: {} });
  expect(await outcome(other.bot.emoji.list())).toBe('missing_scope');
});
