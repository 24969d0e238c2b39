import { expect, test } from 'vitest';
import { z } from 'zod';
import { control } from '../control/support.ts';
import { openLine, type Frame, type Line } from '../delivery/support/line.ts';
import { open } from '../support/open.ts';
import { command, postSomething, react, strikes } from './support.ts';

const Reaction = z.looseObject({ reaction: z.string() });

const reactionsOf = (line: Line): readonly string[] =>
  line.envelopes().flatMap(({ payload }) => Reaction.safeParse(payload?.event).data?.reaction ?? []);
const ids = (frames: readonly Frame[]) => frames.map(({ envelope_id, payload }) => [envelope_id, payload?.event_id ?? '']);

test('duplicate_event: the same event comes in two envelopes, both of a first attempt', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'duplicate_event' });

  await react(place, await postSomething(place), 'eyes');

  await expect.poll(() => line.envelopes()).toHaveLength(2);
  const [first = [], second = []] = ids(line.envelopes());
  expect(first[1]).toBe(second[1]);
  expect(first[0]).not.toBe(second[0]);
  expect(line.envelopes().map((frame) => frame.retry_attempt)).toEqual([0, 0]);
  await expect.poll(() => place.world.traffic.verdict()).toMatchObject({ clean: true });
});

test('duplicate_envelope: a command comes twice in the same envelope, and the first ack counts', async () => {
  const place = await open();
  const line = await openLine(place);
  await control(place, 'faults.set', { name: 'duplicate_envelope' });

  const reply = command(place, 'it');
  await expect.poll(() => line.envelopes()).toHaveLength(2);
  const [first, second] = line.envelopes();
  line.ack(first, { text: 'once' });
  line.ack(second, { text: 'twice' });

  expect(first?.envelope_id).toBe(second?.envelope_id);
  expect(await reply).toMatchObject({ ok: true, response: { text: 'once' } });
});

test('delay: an envelope comes after its time on the clock, not before', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'delay', ms: 500_000 });
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => strikes(place, 'delay')).toBe(1);
  expect(line.envelopes()).toEqual([]);

  await control(place, 'clock.advance', { ms: 500_000 });

  await expect.poll(() => reactionsOf(line)).toEqual(['eyes']);
});

test('reorder: an event comes after the one that followed it', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'reorder', times: 1 });
  const ts = await postSomething(place);

  await react(place, ts, 'eyes');
  await react(place, ts, 'tada');

  await expect.poll(() => reactionsOf(line)).toEqual(['tada', 'eyes']);
});

test('reorder: an event that nothing follows comes alone', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'reorder' });
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => strikes(place, 'reorder')).toBe(1);
  expect(line.envelopes()).toEqual([]);

  await control(place, 'clock.advance', { ms: 2000 });

  await expect.poll(() => reactionsOf(line)).toEqual(['eyes']);
});

test('drop: a command gets lost, and the person hears that nobody answered', async () => {
  const place = await open({ timing: { ackMs: 3000 } });
  const line = await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'drop', only: 'slash_commands' });

  const reply = command(place, 'it');
  await expect.poll(() => strikes(place, 'drop')).toBe(1);
  await control(place, 'clock.advance', { ms: 3000 });

  expect(await reply).toMatchObject({ ok: false, error: 'operation_timeout' });
  expect(line.envelopes()).toEqual([]);
});

test('drop: an event that gets lost is sent again', async () => {
  const place = await open({ timing: { ackMs: 3000 } });
  const line = await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'drop', times: 1 });

  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => strikes(place, 'drop')).toBe(1);
  await control(place, 'clock.advance', { ms: 3000 });

  await expect.poll(() => line.envelopes()).toMatchObject([{ retry_attempt: 1, retry_reason: 'timeout' }]);
  await expect.poll(() => place.world.traffic.verdict()).toMatchObject({ clean: true });
});

test('a fault that is for one event lets the others pass', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'duplicate_event', only: 'app_mention' });

  await react(place, await postSomething(place), 'eyes');
  await command(place, 'the end');

  await expect.poll(() => line.envelopes()).toHaveLength(2);
  expect(strikes(place, 'duplicate_event')).toBe(0);
});
