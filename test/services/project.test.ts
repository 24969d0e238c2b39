import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { project } from '../../src/services/project.ts';
import type { ProjectorDeps } from '../../src/services/project.ts';
import type { Views } from '../../src/services/picture.ts';
import { append } from '../../src/store/log.ts';
import { wantMessage } from '../../src/store/messages.ts';
import type { Message, NewMessage } from '../../src/store/messages.ts';
import { move } from '../../src/store/runs.ts';
import { dana, ops } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';
import { createFakeSlack } from '../support/messenger.ts';
import type { FakeSlack } from '../support/messenger.ts';

const views: Views = {
  run: {
    card: ({ run }) => ({ text: `card ${run.held ?? ''}`, reactions: ['white_check_mark', 'x'] }),
    late: ({ run }) => (run.held === null ? undefined : { text: `late ${run.held}` }),
  },
  log: { line: ({ entry }) => ({ text: `line ${String(entry.body['text'])}` }) },
};
let bot: Bot;
let slack: FakeSlack;
let deps: ProjectorDeps;
let posted: Message[];
let run: number;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(async () => {
  await bot.anew();
  slack = createFakeSlack({
    bot: 'UBOT',
    channels: { [ops]: ['UBOT', dana], C2: [dana] },
    people: [{ id: dana, name: 'dana', kind: 'member', groups: [] }],
    groups: {},
  });
  posted = [];
  deps = { ...bot.deps, messenger: slack.messenger, views, onPosted: (message) => posted.push(message) };
  run = await bot.ask(dana, 'run rebuild');
});
afterAll(() => bot.close());

const want = (given: Partial<NewMessage> = {}) =>
  wantMessage(bot.deps.store, { key: 'card', subject: 'run', subjectId: run, view: 'card', channel: ops, ...given });
/** A reply in the card's thread. */
const line = async (text: string) => {
  const seq = await bot.deps.store.transaction((tx) => append(tx, { kind: 'note', body: { text } }));
  await want({ key: `line-${text}`, subject: 'log', subjectId: seq ?? 0, view: 'line', parentId: 1 });
};
const change = (held: string) => move(bot.deps.store, run, ['requested'], { held });
const round = () => project(deps);
/** A round in which nothing waits for its time any more. */
const later = async (seconds = 0) => {
  bot.clock.forward(seconds * 1000);
  await bot.force('update messages set retry_at = null');
  return project(deps);
};
const texts = () => slack.posts.map(({ picture }) => picture.text);
const rows = () => bot.force('select ts, shown = wanted as done, problem, posting_since from messages order by id');
/** The process dies right after Slack took the post: the next life finds only the mark. */
const crashAfterPost = () => bot.force('update messages set ts = null, shown = 0, shown_hash = null, posting_since = now()');

test('a card is posted once with its reactions, and then nothing is to be done', async () => {
  await want();

  await round();
  await round();

  expect(texts()).toEqual(['card ']);
  expect([...(slack.posts[0]?.reactions.keys() ?? [])]).toEqual(['white_check_mark', 'x']);
  expect(slack.calls).toEqual(['post', 'react', 'react']);
});

test('ten changes are one edit, of the newest state', async () => {
  await want();
  await round();

  for (let step = 1; step <= 10; step += 1) await change(`step ${step}`);
  await round();

  expect(texts()).toEqual(['card step 10']);
  expect(slack.posts[0]?.edits).toBe(1);
});

test('a change that is not seen is no edit', async () => {
  await want();
  await round();

  await bot.deps.store.transaction((tx) => append(tx, { kind: 'note', run }));
  await round();

  expect(slack.posts[0]?.edits).toBe(0);
  expect(await rows()).toMatchObject([{ done: true }]);
});

test('a change that comes while it is drawn is drawn in the next round', async () => {
  await want();
  const drawing: ProjectorDeps = {
    ...deps,
    messenger: {
      ...slack.messenger,
      async post(place, picture, key) {
        await change('meanwhile');
        return slack.messenger.post(place, picture, key);
      },
    },
  };

  await project(drawing);
  await round();

  expect(texts()).toEqual(['card meanwhile']);
});

test('after a crash between the post and its record the post is found and not repeated', async () => {
  await want();
  await round();
  await crashAfterPost();
  await change('after the crash');

  await later();
  const early = slack.calls.filter((call) => call === 'post' || call === 'find');
  await later(31);

  expect(early).toEqual(['post']);
  expect(texts()).toEqual(['card after the crash']);
  expect(await rows()).toMatchObject([{ ts: slack.posts[0]?.ts, done: true, posting_since: null }]);
});

test('of several posts with one key the oldest stays and the others are removed', async () => {
  await want();
  await slack.messenger.post({ channel: ops }, { text: 'one' }, 'card');
  await slack.messenger.post({ channel: ops }, { text: 'two' }, 'card');
  await bot.force('update messages set posting_since = now()');

  await later(31);

  expect(texts()).toEqual(['card ']);
});

test('a post that never arrived is posted after the doubt', async () => {
  await want();
  slack.fail('post', { is: 'unsure' });

  await round();
  await later();
  expect(slack.posts).toEqual([]);
  await later(31);

  expect(texts()).toEqual(['card ']);
});

test('a post that arrived although nobody said so is not repeated', async () => {
  await want();
  slack.fail('post', { is: 'unsure' }, 'done');

  await round();
  await later();
  await later(31);

  expect(texts()).toEqual(['card ']);
  expect(slack.posts[0]?.reactions.size).toBe(2);
});

test.each([
  ['looking for it', 'find'],
  ['changing what was found', 'edit'],
] as const)('a doubt stays a doubt when %s fails', async (_, call) => {
  await want();
  await round();
  await crashAfterPost();
  slack.fail(call, { is: 'away' });

  await later(31);
  await later(31);
  await later(31);

  expect(texts()).toEqual(['card ']);
  expect(await rows()).toMatchObject([{ done: true }]);
});

test.each([
  ['away', { is: 'away' }],
  ['to be waited for', { is: 'wait', seconds: 30 }],
  ['unsure', { is: 'unsure' }],
] as const)('a post whose reactions are %s is not posted again, and gets them later', async (_, trouble) => {
  await want();
  slack.fail('react', trouble);

  await round();
  await later(31);
  await later(31);

  expect(texts()).toEqual(['card ']);
  expect(slack.posts[0]?.reactions.size).toBe(2);
  expect(await rows()).toMatchObject([{ ts: slack.posts[0]?.ts, done: true, problem: null }]);
});

test('a post whose record fails is not posted again', async () => {
  await want();
  const flaky: ProjectorDeps = {
    ...deps,
    messenger: {
      ...slack.messenger,
      async post(place, picture, key) {
        await slack.messenger.post(place, picture, key);
        throw new Error('the store was away for a moment');
      },
    },
  };

  await project(flaky);
  await later();
  await later(31);

  expect(texts()).toEqual(['card ']);
});

test('while Slack is away nothing is lost, and nothing is tried again at once', async () => {
  await want();
  await want({ key: 'second' });
  slack.fail('post', { is: 'away' });

  await round();
  const first = [...slack.calls];
  await later();

  expect(first).toEqual(['post']);
  expect(texts()).toEqual(['card ', 'card ']);
});

test('when Slack wants us to wait, we wait that long', async () => {
  await want();
  slack.fail('post', { is: 'wait', seconds: 40 });

  await round();
  await round();

  const [row] = await bot.force('select extract(epoch from retry_at - now())::float8 as seconds, posting_since from messages');
  expect(slack.calls).toEqual(['post']);
  expect(row?.['seconds']).toBeGreaterThan(35);
  expect(row?.['posting_since']).toBeNull();
});

test('lines stand in the thread of their card, in order, and never before it', async () => {
  await want();
  await line('a');
  await line('b');

  await round();
  await round();

  expect(texts()).toEqual(['card ', 'line a', 'line b']);
  expect(slack.posts.slice(1).map(({ thread }) => thread)).toEqual([slack.posts[0]?.ts, slack.posts[0]?.ts]);
});

test.each(['wait', 'away', 'unsure'] as const)(
  'a line that has to wait (%s) holds back those behind it, in later rounds too',
  async (is) => {
    await want();
    await round();
    await line('a');
    await line('b');
    slack.fail('post', is === 'wait' ? { is, seconds: 30 } : { is });

    await round();
    await round();
    await round();
    expect(texts()).toEqual(['card ']);
    await later(31);
    await later(31);

    expect(texts()).toEqual(['card ', 'line a', 'line b']);
  },
);

test('a line that is refused for good does not hold back the others', async () => {
  await want();
  await round();
  await line('a');
  await line('b');
  slack.fail('post', { is: 'refused', code: 'restricted_action' });

  await round();
  await round();

  expect(texts()).toEqual(['card ', 'line b']);
});

test('a waiting thread does not hold back another', async () => {
  await want();
  await round();
  await line('a');
  await want({ key: 'other' });
  slack.fail('post', { is: 'wait', seconds: 30 });

  await round();
  await round();

  expect(texts()).toEqual(['card ', 'card ']);
});

test('when a card was deleted, the stray line is removed, the card comes anew and the line under it', async () => {
  await want();
  await round();
  slack.remove(slack.posts[0]?.ts ?? '');
  await line('a');

  await round();
  const between = texts();
  await later();
  await later();

  expect(between).not.toContain('line a');
  expect(texts()).toEqual(['card ', 'line a']);
  expect(slack.posts[1]?.thread).toBe(slack.posts[0]?.ts);
});

test('a card that was deleted comes anew with its next change', async () => {
  await want();
  await round();
  slack.remove(slack.posts[0]?.ts ?? '');

  await change('again');
  await round();
  await round();

  expect(texts()).toEqual(['card again']);
});

test('where the bot is not, the typed command is answered by its address, once', async () => {
  await want({ channel: 'C2', replyUrl: `reply:${dana}` });

  await round();
  await change('more');
  await round();

  expect(slack.replies.map(({ url }) => url)).toEqual([`reply:${dana}`]);
  expect(slack.replies[0]?.text).toContain('/invite @bigshot');
  expect(await rows()).toMatchObject([{ problem: 'not_in_channel', done: true }]);
});

test('a whisper is heard once, whatever changes', async () => {
  await want({ onlyFor: dana });

  await round();
  await change('more');
  await round();

  expect(slack.whispers).toMatchObject([{ person: dana, text: 'card ' }]);
});

test('a whisper of which nobody knows whether it was heard is not repeated', async () => {
  await want({ onlyFor: dana });
  slack.fail('whisper', { is: 'unsure' }, 'done');

  await round();
  await later(31);
  await later(31);

  expect(slack.whispers).toHaveLength(1);
});

test('a whisper that was certainly not heard is repeated', async () => {
  await want({ onlyFor: dana });
  slack.fail('whisper', { is: 'away' });

  await round();
  await later();

  expect(slack.whispers).toHaveLength(1);
});

test('what has nothing to show yet is shown when it has', async () => {
  await want({ view: 'late', onlyFor: dana });

  await round();
  await change('now');
  await round();

  expect(slack.whispers.map(({ text }) => text)).toEqual(['late now']);
});

test('the votes are read when a plan’s message stands, and for nothing else', async () => {
  await want();
  await round();
  await line('a');
  await round();

  expect(posted.map(({ ts }) => ts)).toEqual([slack.posts[0]?.ts]);
});

test('a view that fails harms no other message', async () => {
  await want({ view: 'card' });
  await want({ key: 'bad', view: 'bad' });
  await want({ key: 'third' });
  const bad: ProjectorDeps = {
    ...deps,
    views: {
      ...views,
      run: {
        ...views.run,
        bad: () => {
          throw new Error('cannot be drawn');
        },
      },
    },
  };

  await project(bad);

  expect(texts()).toEqual(['card ', 'card ']);
  expect((await rows())[1]).toMatchObject({ done: false, problem: 'cannot be drawn' });
});
