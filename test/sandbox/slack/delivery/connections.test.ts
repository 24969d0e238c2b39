import { expect, test } from 'vitest';
import { open } from '../support/open.ts';
import { call, channels, type Reply } from '../support/workspace.ts';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { control } from '../control/support.ts';
import { addressOf, openLine, upgradeStatus } from './support/line.ts';

const command = async (place: OpenWorkspace, text = 'it'): Promise<Reply> =>
  call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text });

test('a connection is greeted with how many there are and whose', async () => {
  const place = await open();

  await openLine(place);
  const { frames } = await openLine(place);

  expect(frames).toMatchObject([
    {
      type: 'hello',
      num_connections: 2,
      connection_info: { app_id: 'A0LOCAL0001' },
      debug_info: { host: new URL(place.world.url).host, approximate_connection_time: 18_060 },
    },
  ]);
});

test('the eleventh connection is sent away and the ten stay', async () => {
  const place = await open();
  const ten = await Promise.all(Array.from({ length: 10 }, async () => openLine(place)));

  const eleventh = await openLine(place);

  expect(eleventh.frames).toMatchObject([{ type: 'disconnect', reason: 'too_many_websockets' }]);
  await expect.poll(() => eleventh.closedWith()).toBe(1000);
  expect(place.world.connections.count()).toBe(10);
  expect(ten.map((line) => line.closedWith())).toEqual(ten.map(() => undefined));
});

test('an envelope goes to exactly one connection, and over time to each', async () => {
  const place = await open();
  const lines = [await openLine(place, { polite: true }), await openLine(place, { polite: true }), await openLine(place, { polite: true })];

  const texts = Array.from({ length: 30 }, (_, index) => `number ${index}`);
  await Promise.all(texts.map(async (text) => command(place, text)));

  const counts = lines.map((line) => line.envelopes().length);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(30);
  expect(Math.min(...counts)).toBeGreaterThan(0);
});

test('an ack counts only on the connection that carried the envelope', async () => {
  const place = await open();
  const lines = [await openLine(place), await openLine(place)];
  const reply = command(place);
  await expect.poll(() => lines.flatMap((line) => line.envelopes()).length).toBe(1);
  const [carrier, other] = lines.toSorted((left, right) => right.envelopes().length - left.envelopes().length);

  other?.ack(carrier?.envelopes()[0], { text: 'from elsewhere' });
  await expect.poll(() => place.world.traffic.entries().entries.filter(({ what }) => what === 'ack')).toHaveLength(1);
  carrier?.ack(carrier.envelopes()[0], { text: 'from there' });

  expect(await reply).toMatchObject({ ok: true, response: { text: 'from there' } });
});

test('a frame that is no ack is a problem of the application', async () => {
  const place = await open();
  const line = await openLine(place);

  line.socket.send('hello?');

  await expect.poll(() => place.world.traffic.verdict().problems).toMatchObject([{ what: 'frame', says: 'is no ack' }]);
});

test('a frame that is far too large ends its connection', async () => {
  const place = await open();
  const line = await openLine(place);

  line.socket.send('x'.repeat(2 * 1024 * 1024));

  await expect.poll(() => line.closedWith()).toBeDefined();
  expect(place.world.connections.count()).toBe(0);
});

test('an envelope whose connection ends before the ack is lost with it', async () => {
  const place = await open();
  const line = await openLine(place);
  const reply = command(place);
  await expect.poll(() => line.envelopes()).toHaveLength(1);

  line.socket.terminate();

  expect(await reply).toMatchObject({ ok: false, error: 'operation_timeout' });
});

test('a connection that is told to leave gets nothing new, and its acks still count', async () => {
  const place = await open();
  const leaving = await openLine(place);
  const reply = command(place, 'old');
  await expect.poll(() => leaving.envelopes()).toHaveLength(1);
  const staying = await openLine(place, { polite: true });

  expect((await control(place, 'faults.set', { name: 'disconnect' })).status).toBe(200);
  await command(place, 'new');
  leaving.ack(leaving.envelopes()[0], { text: 'late but here' });

  expect(await reply).toMatchObject({ ok: true, response: { text: 'late but here' } });
  expect(leaving.frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  expect(leaving.envelopes()).toHaveLength(1);
  expect(staying.envelopes()).toHaveLength(1);
});

test('a connection that was told to leave and stays is closed after ten seconds', async () => {
  const place = await open();
  const line = await openLine(place);
  await control(place, 'faults.set', { name: 'disconnect', reason: 'warning' });
  expect(line.closedWith()).toBeUndefined();

  await control(place, 'clock.advance', { ms: 10_000 });

  await expect.poll(() => line.closedWith()).toBe(1000);
});

test('a connection is told to leave by itself when its time is over', async () => {
  const place = await open();
  const line = await openLine(place);

  await control(place, 'clock.advance', { ms: 18_060_000 });

  await expect.poll(() => line.frames.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
  expect(place.world.connections.count()).toBe(0);
});

test('the address of a connection can be used once', async () => {
  const place = await open();
  const url = await addressOf(place);

  expect([await upgradeStatus(url), await upgradeStatus(url)]).toEqual([101, 408]);
});

test('the address of a connection expires', async () => {
  const place = await open();
  const url = await addressOf(place);

  await control(place, 'clock.advance', { ms: 30_000 });

  expect(await upgradeStatus(url)).toBe(408);
});

test('an address that nobody gave out leads nowhere', async () => {
  const place = await open();

  expect(await upgradeStatus(`${place.world.url.replace('http', 'ws')}/link?ticket=guessed`)).toBe(408);
});

test('the workspace answers pings and pings too', async () => {
  const place = await open({ timing: { pingMs: 300 } });
  const heard: string[] = [];
  const { socket } = await openLine(place);
  socket.on('ping', () => heard.push('ping'));
  socket.on('pong', (data) => heard.push(`pong ${data.toString()}`));

  socket.ping('are you there?');

  await expect.poll(() => [...new Set(heard)].toSorted()).toEqual(['ping', 'pong are you there?']);
  expect(socket.readyState).toBe(socket.OPEN);
});

test('a connection that does not answer pings is ended', async () => {
  const place = await open({ timing: { pingMs: 20 } });

  const line = await openLine(place, { autoPong: false });

  await expect.poll(() => line.closedWith()).toBe(1006);
  expect(place.world.connections.count()).toBe(0);
});
