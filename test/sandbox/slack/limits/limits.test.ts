import { WebAPIRateLimitedError, WebClientEvent } from '@slack/web-api';
import { describe, expect, test } from 'vitest';
import { methods } from '../../../../sandbox/slack/api/registry.ts';
import { createLimits, type Limits, type Profile } from '../../../../sandbox/slack/limits/limits.ts';
import { hasTier, tierOf } from '../../../../sandbox/slack/limits/tiers.ts';
import { room, type Room } from '../api/support/room.ts';
import { control } from '../control/support.ts';
import { channels, users } from '../support/workspace.ts';

const channel = channels.ops;

/** A call that the SDK does not try again: `ok`, or the seconds after which it may. */
async function attempt({ as }: Room, method: string, given: Readonly<Record<string, unknown>> = {}): Promise<number | 'ok'> {
  try {
    await as('bot', { rejectRateLimitedCalls: true }).apiCall(method, given);
    return 'ok';
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return error.retryAfter;
    throw error;
  }
}

describe('a client of Slack’s own', () => {
  test('waits as long as Retry-After says and then goes on', async () => {
    const made = await room({ limits: 'tight' });
    const limited: number[] = [];
    made.bot.on(WebClientEvent.RATE_LIMITED, (seconds: number) => limited.push(seconds));
    const begun = performance.now();

    const posts = await Promise.all(['first', 'second'].map(async (text) => made.bot.chat.postMessage({ channel, text })));

    expect(posts.every(({ ok }) => ok)).toBe(true);
    expect(limited).toEqual([1]);
    expect(performance.now() - begun).toBeGreaterThanOrEqual(900);
  });

  test('that does not wait is told how long it would have to, and the traffic shows it', async () => {
    const made = await room({ limits: 'tight' });
    const all = await Promise.all(Array.from({ length: 8 }, async () => attempt(made, 'conversations.list')));

    const refused = all.filter((outcome) => outcome !== 'ok');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.every((seconds) => seconds > 0 && seconds <= 30)).toBe(true);
    expect((await control(made.place, 'traffic.check')).body.problems).toContainEqual(
      expect.objectContaining({ what: 'conversations.list', says: 'ratelimited' }),
    );
  });

  test('finds the limit used up by one channel whatever it is called, and is free in another', async () => {
    const made = await room({ limits: 'tight' });
    const names = [channel, '#ops', 'ops'].flatMap((name) => Array.from({ length: 4 }, () => name));

    const all = await Promise.all(names.map(async (name) => attempt(made, 'chat.postMessage', { channel: name, text: 'x' })));

    expect(all.filter((outcome) => outcome === 'ok').length).toBeLessThan(6);
    expect(await attempt(made, 'chat.postMessage', { channel: channels.incidents, text: 'x' })).toBe('ok');
  });
});

test('people are not limited', async () => {
  const made = await room({ limits: 'tight' });
  const dana = made.as('dana', { rejectRateLimitedCalls: true });

  const posts = await Promise.all(Array.from({ length: 5 }, async () => dana.chat.postMessage({ channel, text: 'x' })));

  expect(posts.every(({ ok }) => ok)).toBe(true);
});

test('a response_url takes one answer a second, and the clock of the workspace lets the next one through', async () => {
  const { place } = await room({ limits: 'tight' });
  const url = place.world.responseUrls.issue({ channel, user: users.dana });
  const answer = async () => {
    const response = await fetch(url, { method: 'POST', body: JSON.stringify({ text: 'x' }) });
    return [response.status, response.headers.get('retry-after')];
  };

  const atOnce = await Promise.all([answer(), answer(), answer()]);
  await control(place, 'clock.advance', { ms: 1000 });

  expect(atOnce).toContainEqual([200, null]);
  expect(atOnce).toContainEqual([429, '1']);
  expect(await answer()).toEqual([200, null]);
});

describe('the limits themselves', () => {
  /** Limits on a clock that stands still until it is moved. */
  function standing(profile: Profile): { readonly limits: Limits; readonly move: (seconds: number) => void } {
    const time = { at: 1_700_000_000_000 };
    return { limits: createLimits({ now: () => new Date(time.at) }, profile), move: (seconds) => void (time.at += seconds * 1000) };
  }

  test('let five posts through at once and then one a second, for each channel by itself', () => {
    const { limits, move } = standing('slack');
    const post = (where: string) => limits.count('chat.postMessage', where);

    const burst = Array.from({ length: 7 }, () => post('C1'));
    move(1);

    expect(burst).toEqual([undefined, undefined, undefined, undefined, undefined, 1, 1]);
    expect([post('C1'), post('C1'), post('C2')]).toEqual([undefined, 1, undefined]);
  });

  test.each([
    { method: 'conversations.list', most: 20 },
    { method: 'chat.update', most: 50 },
    { method: 'chat.postEphemeral', most: 100 },
  ])('let $most calls a minute of $method through, and each method has its own', ({ method, most }) => {
    const { limits, move } = standing('slack');
    const calls = Array.from({ length: most + 1 }, () => limits.count(method, 'C1'));
    const other = limits.count('reactions.get', 'C1');
    move(60);
    const later = Array.from({ length: most + 1 }, () => limits.count(method, 'C1'));

    expect(calls.filter((wait) => wait === undefined)).toHaveLength(most);
    expect(calls.at(-1)).toBe(Math.ceil(60 / most));
    expect(other).toBeUndefined();
    expect(later.filter((wait) => wait === undefined)).toHaveLength(most);
  });

  test('are forgotten when another profile is chosen, and with none nothing is counted', () => {
    const { limits } = standing('tight');
    const post = () => limits.count('chat.postMessage', 'C1');
    const tight = [post(), post()];

    limits.choose('off');
    const off = Array.from({ length: 100 }, post);
    limits.choose('tight');

    expect(tight).toEqual([undefined, 1]);
    expect(off.every((wait) => wait === undefined)).toBe(true);
    expect(post()).toBeUndefined();
  });
});

test('every method of the workspace that an application calls has a tier', () => {
  const called = [...methods.values()].filter(({ tokens }) => tokens.some((kind) => kind !== 'user'));

  expect(called.map(({ name }) => name).filter((name) => !hasTier(name))).toEqual([]);
});

/** Slack's reference, as of 2026-08. */
test.each([
  { tier: 'special', names: 'auth.test chat.postMessage chat.getPermalink' },
  {
    tier: 2,
    names:
      'reactions.remove conversations.list conversations.create conversations.archive conversations.setTopic users.list usergroups.list ' +
      'usergroups.users.list pins.add pins.list bookmarks.add canvases.create conversations.canvases.create emoji.list',
  },
  {
    tier: 3,
    names:
      'apps.connections.open chat.update chat.delete chat.scheduleMessage chat.deleteScheduledMessage chat.scheduledMessages.list ' +
      'reactions.add reactions.get conversations.info conversations.history conversations.replies conversations.invite ' +
      'conversations.join conversations.open users.lookupByEmail canvases.edit bots.info team.info',
  },
  {
    tier: 4,
    names:
      'chat.postEphemeral conversations.members users.info views.open views.push views.update views.publish ' +
      'files.getUploadURLExternal files.completeUploadExternal',
  },
])('the tier of each method is that of Slack’s reference: $tier', ({ tier, names }) => {
  const all = names.split(' ');

  expect(all.map((method) => [method, tierOf(method)])).toEqual(all.map((method) => [method, tier]));
});
