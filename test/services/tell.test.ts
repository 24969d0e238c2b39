import { pino } from 'pino';
import { beforeEach, expect, test } from 'vitest';
import { tell } from '../../src/services/tell.ts';
import { createFakeSlack } from '../support/messenger.ts';
import type { FakeSlack } from '../support/messenger.ts';

const telling = { place: { channel: 'C1' }, person: 'U1', picture: { text: 'No: you asked for it yourself.' }, replyUrl: 'reply:U1' };

let slack: FakeSlack;
let pauses: number[];

const tellIt = () =>
  tell({ messenger: slack.messenger, log: pino({ level: 'silent' }), pause: (ms) => Promise.resolve(pauses.push(ms)) }, telling);

beforeEach(() => {
  slack = createFakeSlack({
    bot: 'UB',
    channels: { C1: ['UB', 'U1'] },
    people: [{ id: 'U1', name: 'dana', kind: 'member', groups: [] }],
    groups: {},
  });
  pauses = [];
});

test('an answer that came too fast is said after the pause that Slack asks for', async () => {
  slack.fail('whisper', { is: 'wait', seconds: 7 });

  await tellIt();

  expect(slack.whispers).toEqual([{ place: telling.place, person: 'U1', text: telling.picture.text }]);
  expect(pauses).toEqual([7000]);
});

test('an answer that Slack never took is tried again, with longer and longer pauses, and then given up', async () => {
  for (let turn = 0; turn < 4; turn += 1) slack.fail('whisper', { is: 'away' });

  await tellIt();

  expect(slack.whispers).toEqual([]);
  expect(pauses).toEqual([2000, 4000, 8000]);
});

test('an answer that may have arrived is not said twice', async () => {
  slack.fail('whisper', { is: 'unsure' }, 'done');

  await tellIt();

  expect(slack.whispers).toHaveLength(1);
  expect(pauses).toEqual([]);
});

test('where the bot may not whisper, the answer goes back the way that the click came', async () => {
  slack.fail('whisper', { is: 'refused', code: 'not_in_channel' });

  await tellIt();

  expect(slack.replies).toEqual([{ url: 'reply:U1', text: telling.picture.text }]);
});
