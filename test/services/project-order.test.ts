import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createPace } from '../../src/services/pace.ts';
import { dana } from '../support/build.ts';
import { openProjection } from '../support/projection.ts';
import type { Projection } from '../support/projection.ts';

let it: Projection;
beforeAll(async () => {
  it = await openProjection();
});
beforeEach(() => it.anew());
afterAll(() => it.close());

test('lines stand in the thread of their card, in order, and never before it', async () => {
  await it.want();
  await it.line('a');
  await it.line('b');

  await it.round();
  await it.round();

  expect(it.texts()).toEqual(['card ', 'line a', 'line b']);
  expect(it.slack.posts.slice(1).map(({ thread }) => thread)).toEqual([it.slack.posts[0]?.ts, it.slack.posts[0]?.ts]);
});

test.each(['wait', 'away', 'unsure'] as const)(
  'a line that has to wait (%s) holds back those behind it, in later rounds too',
  async (is) => {
    await it.want();
    await it.round();
    await it.line('a');
    await it.line('b');
    it.slack.fail('post', is === 'wait' ? { is, seconds: 30 } : { is });

    await it.round();
    await it.round();
    await it.round();
    expect(it.texts()).toEqual(['card ']);
    await it.later(31);
    await it.later(31);

    expect(it.texts()).toEqual(['card ', 'line a', 'line b']);
  },
);

test('a line that is refused for good does not hold back the others', async () => {
  await it.want();
  await it.round();
  await it.line('a');
  await it.line('b');
  it.slack.fail('post', { is: 'refused', code: 'restricted_action' });

  await it.round();
  await it.round();

  expect(it.texts()).toEqual(['card ', 'line b']);
});

test('a waiting thread does not hold back another', async () => {
  await it.want();
  await it.round();
  await it.line('a');
  await it.want({ key: 'other' });
  it.slack.fail('post', { is: 'wait', seconds: 30 });

  await it.round();
  await it.round();

  expect(it.texts()).toEqual(['card ', 'card ']);
});

test('when a card was deleted, the stray line is removed, the card comes anew and the line under it', async () => {
  await it.want();
  await it.round();
  it.slack.remove(it.slack.posts[0]?.ts ?? '');
  await it.line('a');

  await it.round();
  const between = it.texts();
  await it.later();
  await it.later();

  expect(between).not.toContain('line a');
  expect(it.texts()).toEqual(['card ', 'line a']);
  expect(it.slack.posts[1]?.thread).toBe(it.slack.posts[0]?.ts);
});

test('a card that was deleted comes anew with its next change', async () => {
  await it.want();
  await it.round();
  it.slack.remove(it.slack.posts[0]?.ts ?? '');

  await it.change('again');
  await it.round();
  await it.round();

  expect(it.texts()).toEqual(['card again']);
});

test('what would be too fast for Slack in one channel waits in its order, and says for how long', async () => {
  let now = Date.now();
  const pace = createPace(() => new Date(now), { most: 2 });
  await it.want();
  await it.round({ pace });
  for (const text of ['a', 'b', 'c']) await it.line(text);
  await it.want({ key: 'for one', onlyFor: dana });

  const wait = await it.round({ pace });
  const atFirst = it.texts();
  now += 1000;
  await it.round({ pace });

  expect(wait).toBe(1000);
  expect(atFirst).toEqual(['card ', 'line a']);
  expect(it.slack.whispers).toHaveLength(1);
  expect(it.texts()).toEqual(['card ', 'line a', 'line b']);
  expect(await it.rows()).toMatchObject([{ done: true }, { done: true }, { done: true }, { done: false, problem: null }, { done: true }]);
});
