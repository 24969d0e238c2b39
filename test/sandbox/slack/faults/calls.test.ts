import { expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { control } from '../control/support.ts';
import { open } from '../support/open.ts';
import { call, channels } from '../support/workspace.ts';
import { strikes } from './support.ts';

/** The bot's call as it looks on the wire. */
async function raw({ world }: OpenWorkspace, method: string, given: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${world.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.secrets.bot}` },
    body: new URLSearchParams(given),
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body: await response.json() };
}

const post = { channel: channels.ops, text: 'once' };

const posted = async (place: OpenWorkspace): Promise<number> =>
  (await call(place, 'dana', 'conversations.history', { channel: channels.ops })).messages.length;

test('server_error: a call fails with the status that was asked for and does nothing', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'server_error', status: 503, times: 1 });

  expect((await raw(place, 'chat.postMessage', post)).status).toBe(503);

  expect(await posted(place)).toBe(0);
  expect((await raw(place, 'chat.postMessage', post)).status).toBe(200);
});

test.each([
  { retryAfter: 7, header: '7' },
  { retryAfter: 0, header: null },
])('rate_limited: a call is answered with 429 and Retry-After $header', async ({ retryAfter, header }) => {
  const place = await open();
  await control(place, 'faults.set', { name: 'rate_limited', retryAfter });

  expect(await raw(place, 'chat.postMessage', post)).toEqual({
    status: 429,
    retryAfter: header,
    body: { ok: false, error: 'ratelimited' },
  });
  expect(await posted(place)).toBe(0);
});

test('rate_limited_body: a call is answered with 200 and the error', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'rate_limited_body' });

  expect(await raw(place, 'users.list')).toEqual({ status: 200, retryAfter: null, body: { ok: false, error: 'ratelimited' } });
});

test('response_lost: a post is carried out, and the connection ends without an answer', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'response_lost', times: 1 });

  await expect(raw(place, 'chat.postMessage', post)).rejects.toThrow('fetch failed');

  expect(await posted(place)).toBe(1);
});

test('response_lost: is about posts alone, where nothing else was said', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'response_lost' });

  expect((await raw(place, 'users.list')).status).toBe(200);
});

test('slow: a call is answered after its time on the clock', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'slow', ms: 500_000, only: 'users.list' });
  const answer = raw(place, 'users.list');
  await expect.poll(() => strikes(place, 'slow')).toBe(1);

  expect((await raw(place, 'auth.test')).status).toBe(200);
  expect(place.world.traffic.verdict().waiting).toBe(1);
  await control(place, 'clock.advance', { ms: 500_000 });

  expect((await answer).status).toBe(200);
});

test('people are spared: only what the application calls goes wrong', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'server_error' });

  expect(await call(place, 'dana', 'chat.postMessage', post)).toMatchObject({ ok: true });
  expect(strikes(place, 'server_error')).toBe(0);
});

test('what goes wrong on purpose is no problem of the application', async () => {
  const place = await open();
  await control(place, 'faults.set', { name: 'server_error' });

  await raw(place, 'users.list');

  expect((await control(place, 'traffic.check')).body).toMatchObject({ ok: true, faulted: 2, problems: [] });
});
