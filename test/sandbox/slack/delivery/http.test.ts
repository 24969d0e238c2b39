import { expect, test } from 'vitest';
import { freePort } from '../../../../sandbox/stores/ports.ts';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { openFor } from '../app/run.ts';
import { call, channels, type Reply } from '../support/workspace.ts';
import { advance, openWith } from './support/over-http.ts';
import { isSigned, listenFor, type Answer, type Heard } from './support/listener.ts';

const MINUTE_MS = 60_000;

const lunch = async (place: OpenWorkspace): Promise<Reply> =>
  call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/lunch', text: 'where & when' });

test('a command comes as a signed form, and whatever is in the answer is shown', async () => {
  const listener = await listenFor(() => ({ headers: { 'content-type': 'text/plain' }, body: 'at noon' }));
  const place = await openWith(listener);

  expect(await lunch(place)).toMatchObject({ ok: true, response: { text: 'at noon' } });

  const [heard] = listener.heard;
  expect(heard?.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(heard?.path).toBe('/slack/events');
  expect(heard && isSigned(heard, place.world.secrets.signingSecret)).toBe(true);
  expect(Object.fromEntries(new URLSearchParams(heard?.body))).toMatchObject({
    command: '/lunch',
    text: 'where & when',
    is_enterprise_install: 'false',
    response_url: expect.stringContaining(place.world.url),
  });
});

test.each<{ name: string; answer: Answer; shown: readonly unknown[] }>([
  { name: 'nothing', answer: {}, shown: [] },
  {
    name: 'JSON',
    answer: { headers: { 'content-type': 'application/json; charset=utf-8' }, body: '{"text":"soup","response_type":"in_channel"}' },
    shown: [{ text: 'soup', response_type: 'in_channel' }],
  },
  { name: 'broken JSON', answer: { headers: { 'content-type': 'application/json' }, body: '{"text"' }, shown: [{ text: '{"text"' }] },
])('an ack with $name in it counts', async ({ answer, shown }) => {
  const place = await openWith(await listenFor(() => answer));

  const reply = await lunch(place);

  expect(reply.ok).toBe(true);
  expect(reply.response === undefined ? [] : [reply.response]).toMatchObject(shown);
});

test.each<{ name: string; answer: Answer; says: string }>([
  { name: 'a server error', answer: { status: 500 }, says: 'answered with 500' },
  { name: 'an answer that is not 200', answer: { status: 201 }, says: 'answered with 201' },
  { name: 'a way to another place', answer: { status: 302, headers: { location: 'https://example.com/' } }, says: 'answered with 302' },
])('$name fails a command, and it is not sent again', async ({ answer, says }) => {
  const listener = await listenFor(() => answer);
  const place = await openWith(listener);

  expect(await lunch(place)).toMatchObject({ ok: false, error: 'dispatch_failed' });
  await advance(place, 10 * MINUTE_MS);

  expect(listener.heard).toHaveLength(1);
  expect(place.world.traffic.verdict().problems).toMatchObject([{ what: '/lunch', says }]);
});

test('a command that nobody answers within three seconds is operation_timeout', async () => {
  const listener = await listenFor(() => undefined);
  const place = await openWith(listener, 3000);
  const reply = lunch(place);
  await expect.poll(() => listener.heard).toHaveLength(1);

  await advance(place, 3000);

  expect(await reply).toMatchObject({ ok: false, error: 'operation_timeout' });
});

test('a command for an application that is not there is dispatch_failed', async () => {
  const place = await openFor('HTTP', await freePort());

  expect(await lunch(place)).toMatchObject({ ok: false, error: 'dispatch_failed' });
  expect(place.world.traffic.verdict().problems).toMatchObject([{ what: '/lunch', says: 'nobody is connected' }]);
});

test('a press of a button comes as JSON in a signed form', async () => {
  const listener = await listenFor();
  const place = await openWith(listener);
  const blocks = [
    { type: 'actions', elements: [{ type: 'button', action_id: 'go', value: 'on', text: { type: 'plain_text', text: 'Go' } }] },
  ];
  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'Go?', blocks });

  await call(place, 'alex', 'blocks.actions', { channel: channels.ops, message_ts: ts, action_id: 'go' });

  const [heard] = listener.heard;
  expect(heard && isSigned(heard, place.world.secrets.signingSecret)).toBe(true);
  expect(payloadIn(heard)).toMatchObject({ type: 'block_actions', actions: [{ action_id: 'go', value: 'on' }] });
});

function payloadIn(heard: Heard | undefined): unknown {
  return JSON.parse(new URLSearchParams(heard?.body).get('payload') ?? 'null');
}

test('nobody gets an address for a connection where the manifest chose HTTP', async () => {
  const place = await openWith(await listenFor());

  expect(await call(place, 'app', 'apps.connections.open')).toMatchObject({ ok: false });
});
