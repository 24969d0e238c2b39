import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ProjectorDeps } from '../../src/services/project.ts';
import { dana } from '../support/build.ts';
import { openProjection } from '../support/projection.ts';
import type { Projection } from '../support/projection.ts';

let it: Projection;
beforeAll(async () => {
  it = await openProjection();
});
beforeEach(() => it.anew());
afterAll(() => it.close());

test('a card is posted once with its reactions, and then nothing is to be done', async () => {
  await it.want();

  await it.round();
  await it.round();

  expect(it.texts()).toEqual(['card ']);
  expect([...(it.slack.posts[0]?.reactions.keys() ?? [])]).toEqual(['white_check_mark', 'x']);
  expect(it.slack.calls).toEqual(['post', 'react', 'react']);
});

test('ten changes are one edit, of the newest state', async () => {
  await it.want();
  await it.round();

  for (let step = 1; step <= 10; step += 1) await it.change(`step ${step}`);
  await it.round();

  expect(it.texts()).toEqual(['card step 10']);
  expect(it.slack.posts[0]?.edits).toBe(1);
});

test('a change that is not seen is no edit', async () => {
  await it.want();
  await it.round();

  await it.note();
  await it.round();

  expect(it.slack.posts[0]?.edits).toBe(0);
  expect(await it.rows()).toMatchObject([{ done: true }]);
});

test('a change that comes while it is drawn is drawn in the next round', async () => {
  await it.want();
  const drawing: Partial<ProjectorDeps> = {
    messenger: {
      ...it.slack.messenger,
      async post(place, picture, key) {
        await it.change('meanwhile');
        return it.slack.messenger.post(place, picture, key);
      },
    },
  };

  await it.round(drawing);
  await it.round();

  expect(it.texts()).toEqual(['card meanwhile']);
});

test('while Slack is away nothing is lost, and nothing is tried again at once', async () => {
  await it.want();
  await it.want({ key: 'second' });
  it.slack.fail('post', { is: 'away' });

  await it.round();
  const first = [...it.slack.calls];
  await it.later();

  expect(first).toEqual(['post']);
  expect(it.texts()).toEqual(['card ', 'card ']);
});

test('when Slack wants us to wait, we wait that long', async () => {
  await it.want();
  it.slack.fail('post', { is: 'wait', seconds: 40 });

  await it.round();
  await it.round();

  const [row] = await it.rows();
  expect(it.slack.calls).toEqual(['post']);
  expect(row?.['waits']).toBeGreaterThan(35);
  expect(row?.['posting_since']).toBeNull();
});

test('where the bot is not, the typed command is answered by its address, once', async () => {
  await it.want({ channel: 'C2', replyUrl: `reply:${dana}` });

  await it.round();
  await it.change('more');
  await it.round();

  expect(it.slack.replies.map(({ url }) => url)).toEqual([`reply:${dana}`]);
  expect(it.slack.replies[0]?.text).toContain('/invite @bigshot');
  expect(await it.rows()).toMatchObject([{ problem: 'not_in_channel', done: true }]);
});

test('what has nothing to show yet is shown when it has', async () => {
  await it.want({ view: 'late', onlyFor: dana });

  await it.round();
  await it.change('now');
  await it.round();

  expect(it.slack.whispers.map(({ text }) => text)).toEqual(['late now']);
});

test('the votes are read when a plan’s message stands, and for nothing else', async () => {
  await it.want();
  await it.round();
  await it.line('a');
  await it.round();

  expect(it.posted.map(({ ts }) => ts)).toEqual([it.slack.posts[0]?.ts]);
});

test('a view that fails harms no other message', async () => {
  await it.want({ view: 'card' });
  await it.want({ key: 'bad', view: 'bad' });
  await it.want({ key: 'third' });

  await it.round();

  expect(it.texts()).toEqual(['card ', 'card ']);
  expect((await it.rows())[1]).toMatchObject({ done: false, problem: 'cannot be drawn' });
});

test('why a message could not be shown is logged as an error, so that the log masks its secrets', async () => {
  await it.want({ view: 'bad' });
  const lines: string[] = [];
  const log = pino({ serializers: { err: () => 'masked' } }, { write: (line: string) => void lines.push(line) });

  await it.round({ log });

  expect(lines.join('')).toContain('"err":"masked"');
  expect(lines.join('')).not.toContain('cannot be drawn');
});
