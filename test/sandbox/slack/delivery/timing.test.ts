import { expect, test } from 'vitest';
import { z } from 'zod';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { control } from '../control/support.ts';
import { command, postSomething, react } from '../faults/support.ts';
import { open } from '../support/open.ts';
import { call, channels } from '../support/workspace.ts';
import { openLine, type Line } from './support/line.ts';

const slackTimes = { timing: { ackMs: 3000 } };
const MINUTE_MS = 60_000;

const advance = async (place: OpenWorkspace, ms: number) => control(place, 'clock.advance', { ms });

const attempts = (line: Line): readonly (readonly [number | undefined, string | undefined])[] =>
  line.envelopes().map(({ retry_attempt, retry_reason }) => [retry_attempt, retry_reason] as const);

test('an ack counts as long as its time is not over', async () => {
  const place = await open({ timing: { ackMs: 2 * MINUTE_MS } });
  const line = await openLine(place);
  const reply = command(place, 'it');
  await expect.poll(() => line.envelopes()).toHaveLength(1);

  await advance(place, MINUTE_MS);
  line.ack(line.envelopes()[0], { text: 'just so' });

  expect(await reply).toMatchObject({ ok: true, response: { text: 'just so' } });
});

test('without an ack the person sees operation_timeout, and a late ack changes nothing', async () => {
  const place = await open(slackTimes);
  const line = await openLine(place);
  const reply = command(place, 'it');
  await expect.poll(() => line.envelopes()).toHaveLength(1);

  await advance(place, 3000);
  expect(await reply).toMatchObject({ ok: false, error: 'operation_timeout' });
  line.ack(line.envelopes()[0], { text: 'too late' });

  await expect.poll(() => place.world.traffic.entries().entries.filter(({ what }) => what === 'ack')).toHaveLength(1);
  const { messages } = await call(place, 'dana', 'conversations.history', { channel: channels.ops });
  expect(messages).toMatchObject([{ user: 'USLACKBOT', is_ephemeral: true, text: expect.stringContaining('operation_timeout') }]);
  expect((await control(place, 'traffic.check')).body.problems).toMatchObject([{ what: '/try', says: 'no ack in time' }]);
});

test('a command without an ack is not sent again', async () => {
  const place = await open(slackTimes);
  const line = await openLine(place);
  const reply = command(place, 'it');
  await expect.poll(() => line.envelopes()).toHaveLength(1);
  await advance(place, 3000);
  await reply;

  await advance(place, 10 * MINUTE_MS);

  expect(line.envelopes()).toHaveLength(1);
});

test('an event without an ack is sent again at once, after one minute and after five, then given up', async () => {
  const place = await open(slackTimes);
  const line = await openLine(place);
  await react(place, await postSomething(place), 'eyes');
  const arrived = async (count: number): Promise<void> => {
    await expect.poll(() => line.envelopes()).toHaveLength(count);
  };

  await arrived(1);
  await advance(place, 3000);
  await arrived(2);
  await advance(place, 3000);
  await advance(place, MINUTE_MS - 30_000);
  expect(line.envelopes()).toHaveLength(2);
  await advance(place, 30_000);
  await arrived(3);
  await advance(place, 3000);
  await advance(place, 5 * MINUTE_MS - 30_000);
  expect(line.envelopes()).toHaveLength(3);
  await advance(place, 30_000);
  await arrived(4);
  await advance(place, 3000);
  await advance(place, 60 * MINUTE_MS);

  expect(attempts(line)).toEqual([
    [0, ''],
    [1, 'timeout'],
    [2, 'timeout'],
    [3, 'timeout'],
  ]);
  expect(new Set(line.envelopes().map(({ payload }) => payload?.event_id)).size).toBe(1);
  expect(new Set(line.envelopes().map(({ envelope_id }) => envelope_id)).size).toBe(4);
});

test('an event that is acked when it comes again comes no more, however far the clock is set forward', async () => {
  const place = await open(slackTimes);
  const line = await openLine(place);
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => line.envelopes()).toHaveLength(1);

  await advance(place, 10 * MINUTE_MS);
  await expect.poll(() => line.envelopes()).toHaveLength(2);
  line.ack(line.envelopes()[1]);
  await expect.poll(() => place.world.traffic.verdict().waiting).toBe(0);
  await advance(place, 60 * MINUTE_MS);

  expect(attempts(line)).toEqual([
    [0, ''],
    [1, 'timeout'],
  ]);
});

test('an event whose connection ended is sent again over the next, because of that', async () => {
  const place = await open(slackTimes);
  const first = await openLine(place);
  const second = await openLine(place);
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => [...first.envelopes(), ...second.envelopes()]).toHaveLength(1);
  const [carrier, other] = first.envelopes().length > 0 ? [first, second] : [second, first];

  carrier.socket.terminate();

  await expect.poll(() => attempts(other)).toEqual([[1, 'connection_failed']]);
});

test('an event that nobody could take for six minutes is lost, and that is noted', async () => {
  const place = await open(slackTimes);
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => place.world.traffic.verdict()).toMatchObject({ clean: false, waiting: 1, unsent: 1 });

  await advance(place, 6 * MINUTE_MS);
  const line = await openLine(place, { polite: true });
  await command(place, 'the end');

  expect(line.envelopes().map(({ type }) => type)).toEqual(['slash_commands']);
  expect(place.world.traffic.verdict().problems).toMatchObject([
    { what: 'reaction_added', says: 'lost: nobody was connected for too long' },
  ]);
});

const modal = { type: 'modal', title: { type: 'plain_text', text: 'Lunch' }, blocks: [{ type: 'divider' }] };

/** The right to open a view that comes with a command. */
async function triggerOf(place: OpenWorkspace, line: Line): Promise<string> {
  await command(place, 'it');
  return z.string().parse(line.envelopes().at(-1)?.payload?.['trigger_id']);
}

test('a trigger_id opens one view', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  const trigger_id = await triggerOf(place, line);

  expect(await call(place, 'bot', 'views.open', { trigger_id, view: modal })).toMatchObject({ ok: true });
  expect(await call(place, 'bot', 'views.open', { trigger_id, view: modal })).toMatchObject({ error: 'exchanged_trigger_id' });
});

test('a trigger_id expires after three seconds', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  const trigger_id = await triggerOf(place, line);

  await advance(place, 3000);

  expect(await call(place, 'bot', 'views.open', { trigger_id, view: modal })).toMatchObject({ error: 'expired_trigger_id' });
});

test('a trigger_id that nobody gave out opens nothing', async () => {
  const place = await open();

  expect(await call(place, 'bot', 'views.open', { trigger_id: '1.2.3', view: modal })).toMatchObject({ error: 'invalid_trigger_id' });
});
