import { expect, test } from 'vitest';
import { freePort } from '../../../../sandbox/stores/ports.ts';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { openFor } from '../app/run.ts';
import { control } from '../control/support.ts';
import { postSomething, react } from '../faults/support.ts';
import { call, channels, type Reply } from '../support/workspace.ts';
import { isSigned, listenFor, type Answer, type Heard, type Listener } from './support/listener.ts';

const MINUTE_MS = 60_000;

async function openWith({ url }: Pick<Listener, 'url'>, ackMs?: number): Promise<OpenWorkspace> {
  return openFor('HTTP', Number(new URL(url).port), ackMs === undefined ? {} : { timing: { ackMs } });
}

const lunch = async (place: OpenWorkspace): Promise<Reply> =>
  call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/lunch', text: 'where & when' });

const advance = async (place: OpenWorkspace, ms: number) => control(place, 'clock.advance', { ms });

const retriesOf = ({ heard }: Listener): readonly unknown[] =>
  heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

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

test('an event comes as signed JSON, after its URL has proved once that it is ours', async () => {
  const listener = await listenFor();
  const place = await openWith(listener);
  const ts = await postSomething(place);

  await react(place, ts, 'eyes');
  await expect.poll(() => listener.heard).toHaveLength(1);
  await react(place, ts, 'tada');
  await expect.poll(() => listener.heard).toHaveLength(2);

  const [challenge] = listener.challenges;
  const [first] = listener.heard;
  expect(listener.challenges).toHaveLength(1);
  expect([challenge, first].every((each) => each && isSigned(each, place.world.secrets.signingSecret))).toBe(true);
  expect(first?.headers).toMatchObject({ 'content-type': 'application/json' });
  expect(first?.headers).not.toHaveProperty('x-slack-retry-num');
  expect(JSON.parse(first?.body ?? '')).toMatchObject({ type: 'event_callback', event: { type: 'reaction_added', reaction: 'eyes' } });
  await expect.poll(() => place.world.traffic.verdict()).toMatchObject({ clean: true });
});

test('a challenge may be answered in plain text too', async () => {
  const listener = await listenFor(undefined, (asked) => JSON.stringify(asked));
  const place = await openWith(listener);

  await react(place, await postSomething(place), 'eyes');

  await expect.poll(() => listener.heard).toHaveLength(1);
});

test('a URL that does not know the challenge gets no events', async () => {
  const listener = await listenFor(undefined, () => '{"challenge":"guessed"}');
  const place = await openWith(listener);

  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => listener.challenges.length).toBeGreaterThan(1);
  await advance(place, 10 * MINUTE_MS);

  expect(listener.heard).toEqual([]);
  expect(place.world.traffic.verdict().problems).toContainEqual({
    seq: expect.any(Number),
    what: 'url_verification',
    says: expect.stringContaining('did not answer with the challenge'),
  });
});

async function throughAllAttempts(place: OpenWorkspace, listener: Listener): Promise<void> {
  await expect.poll(() => listener.heard).toHaveLength(2);
  await advance(place, MINUTE_MS);
  await expect.poll(() => listener.heard).toHaveLength(3);
  await expect.poll(() => place.world.traffic.verdict().waiting).toBe(0);
  await advance(place, 5 * MINUTE_MS);
  await expect.poll(() => listener.heard).toHaveLength(4);
  await expect.poll(() => place.world.traffic.verdict().waiting).toBe(0);
  await advance(place, 60 * MINUTE_MS);
}

test('an event that is answered with an error comes again at once, after one minute and after five', async () => {
  const listener = await listenFor(() => ({ status: 500 }));
  const place = await openWith(listener);
  await react(place, await postSomething(place), 'eyes');

  await throughAllAttempts(place, listener);

  expect(retriesOf(listener)).toEqual([
    [undefined, undefined],
    ['1', 'http_error'],
    ['2', 'http_error'],
    ['3', 'http_error'],
  ]);
});

test('an event that is not answered in time comes again, because of http_timeout', async () => {
  const listener = await listenFor((_heard, count) => (count === 1 ? undefined : {}));
  const place = await openWith(listener, 3000);
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => listener.heard).toHaveLength(1);

  await advance(place, 3000);

  await expect
    .poll(() => retriesOf(listener))
    .toEqual([
      [undefined, undefined],
      ['1', 'http_timeout'],
    ]);
});

test('an event for an application that was not there comes again, because of connection_failed', async () => {
  const port = await freePort();
  const place = await openFor('HTTP', port);
  await react(place, await postSomething(place), 'eyes');
  const unsent = () => place.world.traffic.entries().entries.filter(({ what }) => what === 'reaction_added');
  await expect.poll(() => unsent().map(({ state }) => state)).toEqual(['bad', 'bad']);

  const listener = await listenFor(undefined, undefined, port);
  await advance(place, MINUTE_MS);

  await expect.poll(() => retriesOf(listener)).toEqual([['2', 'connection_failed']]);
});

test('who asks for no more attempts of an event gets none', async () => {
  const listener = await listenFor(() => ({ status: 500, headers: { 'x-slack-no-retry': '1' } }));
  const place = await openWith(listener);
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => place.world.traffic.verdict().problems).toMatchObject([{ what: 'reaction_added', says: 'answered with 500' }]);

  await advance(place, 60 * MINUTE_MS);

  expect(listener.heard).toHaveLength(1);
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

test('app_rate_limited comes over HTTP too, and duplicate_event and drop work there', async () => {
  const listener = await listenFor();
  const place = await openWith(listener, 3000);
  await control(place, 'faults.set', { name: 'app_rate_limited' });
  await expect.poll(() => listener.heard.map(({ body }) => JSON.parse(body))).toMatchObject([{ type: 'app_rate_limited' }]);
  const ts = await postSomething(place);

  await control(place, 'faults.set', { name: 'duplicate_event', times: 1 });
  await react(place, ts, 'eyes');
  await expect.poll(() => listener.heard).toHaveLength(3);
  expect(listener.heard[1]?.body).toBe(listener.heard[2]?.body);

  await control(place, 'faults.set', { name: 'drop', times: 1 });
  await react(place, ts, 'tada');
  await expect.poll(() => place.world.faults.active()).toEqual([]);
  await advance(place, 3000);
  await expect.poll(() => retriesOf(listener).at(-1)).toEqual(['1', 'http_timeout']);
});

test('nobody gets an address for a connection where the manifest chose HTTP', async () => {
  const place = await openWith(await listenFor());

  expect(await call(place, 'app', 'apps.connections.open')).toMatchObject({ ok: false });
});
