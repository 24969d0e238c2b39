import { once } from 'node:events';
import { expect, test } from 'vitest';
import { control } from '../control/support.ts';
import { addressOf, openLine, upgradeStatus } from '../delivery/support/line.ts';
import { open } from '../support/open.ts';
import { call } from '../support/workspace.ts';
import { command, strikes } from './support.ts';

test('no_pong: pings are not answered as long as it is on', async () => {
  const place = await open();
  const { socket } = await openLine(place);
  const pongs: string[] = [];
  socket.on('pong', (data) => pongs.push(data.toString()));
  await control(place, 'faults.set', { name: 'no_pong' });
  socket.ping('unheard');
  await expect.poll(() => strikes(place, 'no_pong')).toBe(1);

  await control(place, 'faults.clear', { name: 'no_pong' });
  socket.ping('heard');

  await expect.poll(() => pongs).toEqual(['heard']);
});

test('no_hello: a connection opens, nobody greets it, and nothing is sent to it', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'no_hello' });

  const line = await openLine(place, { ungreeted: true });
  line.socket.ping('is there anything?');
  await once(line.socket, 'pong');

  expect(line.frames).toEqual([]);
  expect(await command(place, 'it')).toMatchObject({ ok: false, error: 'dispatch_failed' });
});

test('refuse_upgrade: a good address is answered with 408, and is good for the next attempt', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'refuse_upgrade', times: 1 });
  const url = await addressOf(place);

  expect([await upgradeStatus(url), await upgradeStatus(url)]).toEqual([408, 101]);
});

test.each(['internal_error', 'account_inactive'])('no_connections: apps.connections.open fails with %s', async (error) => {
  const place = await open();
  await control(place, 'faults.set', { name: 'no_connections', error, times: 1 });

  expect(await call(place, 'app', 'apps.connections.open')).toMatchObject({ ok: false, error });
  expect(await call(place, 'app', 'apps.connections.open')).toMatchObject({ ok: true });
});

test.each(['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets'])(
  'disconnect: one connection is told to leave because of %s',
  async (reason) => {
    const place = await open();
    const line = await openLine(place);

    const { status } = await control(place, 'faults.set', { name: 'disconnect', reason });

    expect(status).toBe(200);
    expect(line.frames.at(-1)).toMatchObject({ type: 'disconnect', reason });
    expect(strikes(place, 'disconnect')).toBe(1);
  },
);

test('reset: the TCP connections of all are broken, without a word', async () => {
  const place = await open();
  const lines = [await openLine(place), await openLine(place)];

  await control(place, 'faults.set', { name: 'reset' });

  await expect.poll(() => lines.map((line) => line.closedWith())).toEqual([1006, 1006]);
  expect(lines.map(({ problems }) => problems)).toEqual([['ECONNRESET'], ['ECONNRESET']]);
  expect(lines.flatMap(({ frames }) => frames).map(({ type }) => type)).toEqual(['hello', 'hello']);
});

test('app_rate_limited: a notice comes that is no event, and nobody waits for its ack', async () => {
  const place = await open();
  const line = await openLine(place);

  await control(place, 'faults.set', { name: 'app_rate_limited' });

  await expect.poll(() => line.envelopes()).toMatchObject([{ type: 'events_api', payload: { type: 'app_rate_limited' } }]);
  expect(line.envelopes()[0]?.payload?.event).toBeUndefined();
  expect(place.world.connections.waiting()).toBe(0);
});

test.each(['disconnect', 'reset', 'app_rate_limited'])('%s strikes nobody where nobody is connected, and says so', async (name) => {
  const place = await open();

  const { status, body } = await control(place, 'faults.set', { name });

  expect([status, body.error]).toEqual([409, 'nobody_connected']);
  expect(strikes(place, name)).toBe(0);
});

test('a command in between all this arrives', async () => {
  const place = await open();
  await openLine(place);
  await openLine(place, { polite: true });
  await control(place, 'faults.set', { name: 'disconnect' });

  expect(await command(place, 'it')).toMatchObject({ ok: true });
});
