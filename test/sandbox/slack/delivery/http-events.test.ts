import { expect, test } from 'vitest';
import { freePort } from '../../../../sandbox/stores/ports.ts';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { openFor } from '../app/run.ts';
import { control } from '../control/support.ts';
import { postSomething, react } from '../faults/support.ts';
import { advance, openWith } from './support/over-http.ts';
import { isSigned, listenFor, type Listener } from './support/listener.ts';

const MINUTE_MS = 60_000;

const retriesOf = ({ heard }: Listener): readonly unknown[] =>
  heard.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']]);

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
