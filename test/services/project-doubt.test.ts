import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ProjectorDeps } from '../../src/services/project.ts';
import { dana, ops } from '../support/build.ts';
import { openProjection } from '../support/projection.ts';
import type { Projection } from '../support/projection.ts';

let it: Projection;
beforeAll(async () => {
  it = await openProjection();
});
beforeEach(() => it.anew());
afterAll(() => it.close());

test('after a crash between the post and its record the post is found and not repeated', async () => {
  await it.want();
  await it.round();
  await it.crashAfterPost();
  await it.change('after the crash');

  await it.later();
  const early = it.slack.calls.filter((call) => call === 'post' || call === 'find');
  await it.later(31);

  expect(early).toEqual(['post']);
  expect(it.texts()).toEqual(['card after the crash']);
  expect(await it.rows()).toMatchObject([{ ts: it.slack.posts[0]?.ts, done: true, posting_since: null }]);
});

test('of several posts with one key the oldest stays and the others are removed', async () => {
  await it.want();
  await it.slack.messenger.post({ channel: ops }, { text: 'one' }, 'card');
  await it.slack.messenger.post({ channel: ops }, { text: 'two' }, 'card');
  await it.crashAfterPost();

  await it.later(31);

  expect(it.texts()).toEqual(['card ']);
});

test('a post that never arrived is posted after the doubt', async () => {
  await it.want();
  it.slack.fail('post', { is: 'unsure' });

  await it.round();
  await it.later();
  expect(it.slack.posts).toEqual([]);
  await it.later(31);

  expect(it.texts()).toEqual(['card ']);
});

test('a post that arrived although nobody said so is not repeated', async () => {
  await it.want();
  it.slack.fail('post', { is: 'unsure' }, 'done');

  await it.round();
  await it.later();
  await it.later(31);

  expect(it.texts()).toEqual(['card ']);
  expect(it.slack.posts[0]?.reactions.size).toBe(2);
});

test.each([
  ['looking for it', 'find'],
  ['changing what was found', 'edit'],
] as const)('a doubt stays a doubt when %s fails', async (_, call) => {
  await it.want();
  await it.round();
  await it.crashAfterPost();
  it.slack.fail(call, { is: 'away' });

  await it.later(31);
  await it.later(31);
  await it.later(31);

  expect(it.texts()).toEqual(['card ']);
  expect(await it.rows()).toMatchObject([{ done: true }]);
});

test.each([
  ['away', { is: 'away' }],
  ['to be waited for', { is: 'wait', seconds: 30 }],
  ['unsure', { is: 'unsure' }],
] as const)('a post whose reactions are %s is not posted again, and gets them later', async (_, trouble) => {
  await it.want();
  it.slack.fail('react', trouble);

  await it.round();
  await it.later(31);
  await it.later(31);

  expect(it.texts()).toEqual(['card ']);
  expect(it.slack.posts[0]?.reactions.size).toBe(2);
  expect(await it.rows()).toMatchObject([{ ts: it.slack.posts[0]?.ts, done: true, problem: null }]);
});

test('a post whose record fails is not posted again', async () => {
  await it.want();
  const flaky: Partial<ProjectorDeps> = {
    messenger: {
      ...it.slack.messenger,
      async post(place, picture, key) {
        await it.slack.messenger.post(place, picture, key);
        throw new Error('the store was away for a moment');
      },
    },
  };

  await it.round(flaky);
  await it.later();
  await it.later(31);

  expect(it.texts()).toEqual(['card ']);
});

test('a whisper is heard once, whatever changes', async () => {
  await it.want({ onlyFor: dana });

  await it.round();
  await it.change('more');
  await it.round();

  expect(it.slack.whispers).toMatchObject([{ person: dana, text: 'card ' }]);
});

test('a whisper of which nobody knows whether it was heard is not repeated', async () => {
  await it.want({ onlyFor: dana });
  it.slack.fail('whisper', { is: 'unsure' }, 'done');

  await it.round();
  await it.later(31);
  await it.later(31);

  expect(it.slack.whispers).toHaveLength(1);
});

test('a whisper that was certainly not heard is repeated', async () => {
  await it.want({ onlyFor: dana });
  it.slack.fail('whisper', { is: 'away' });

  await it.round();
  await it.later();

  expect(it.slack.whispers).toHaveLength(1);
});
