import { expect, test } from 'vitest';
import { createTraffic, type Entry } from '../../../../sandbox/slack/traffic/traffic.ts';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { control } from '../control/support.ts';
import { openLine } from '../delivery/support/line.ts';
import { command, postSomething, react } from '../faults/support.ts';
import { open } from '../support/open.ts';
import { call, channels, users } from '../support/workspace.ts';

const entries = ({ world }: OpenWorkspace): readonly Entry[] => world.traffic.entries().entries;

test('every call is there with its token class, its time and its answer', async () => {
  const place = await open();

  await call(place, 'bot', 'auth.test');
  await call(place, 'app', 'auth.test');
  await call(place, 'dana', 'auth.test');
  await call(place, 'nobody', 'auth.test');

  expect(entries(place)).toMatchObject([
    { is: 'call', what: 'auth.test', by: 'bot', state: 'good', ms: expect.any(Number), answer: { ok: true, user_id: users.bot } },
    { by: 'app', state: 'good' },
    { by: users.dana, state: 'good' },
    { by: 'unknown', state: 'bad', says: 'not_authed', answer: { ok: false } },
  ]);
});

test('what the application does wrong is a problem, what people do wrong is not', async () => {
  const place = await open();

  await call(place, 'bot', 'chat.postMessage', { channel: channels.ops });
  await call(place, 'bot', 'chat.brew');
  await call(place, 'bot', 'reactions.add', { channel: channels.ops, timestamp: '1.1', name: 'eyes' });
  await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks: [{ type: 'section' }] });
  await call(place, 'dana', 'chat.brew');

  expect(place.world.traffic.verdict().problems.map(({ what, says }) => `${what}: ${says}`)).toEqual([
    'chat.postMessage: no_text',
    'chat.brew: unknown_method',
    'reactions.add: missing_scope',
    'chat.postMessage: invalid_blocks',
  ]);
});

test('a warning is a problem too', async () => {
  const place = await open();

  await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x'.repeat(40_001) });

  expect((await control(place, 'traffic.check')).body.problems).toMatchObject([
    { what: 'chat.postMessage', says: 'warning message_truncated' },
  ]);
});

test('every envelope is there with its kind, its connection and how long its ack took', async () => {
  const place = await open();
  await openLine(place, { polite: true });
  await openLine(place, { polite: true });

  await command(place, 'it');
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => entries(place).filter(({ is, state }) => is === 'envelope' && state === 'good')).toHaveLength(2);

  expect(entries(place).filter(({ is }) => is === 'envelope')).toMatchObject([
    { what: '/try', by: 'slash_commands', over: expect.any(Number), ms: expect.any(Number), given: { payload: { command: '/try' } } },
    { what: 'reaction_added', by: 'events_api', over: expect.any(Number), ms: expect.any(Number), given: { attempt: 0 } },
  ]);
});

test('the check passes when all is well, and fails with what is not', async () => {
  const place = await open();
  const line = await openLine(place);
  expect(await control(place, 'traffic.check')).toMatchObject({ status: 200, body: { ok: true, clean: true, waiting: 0, problems: [] } });

  const reply = command(place, 'not acked yet');
  await expect
    .poll(async () => control(place, 'traffic.check'))
    .toMatchObject({ status: 409, body: { ok: false, clean: false, waiting: 2 } });

  line.ack(line.envelopes()[0]);
  await reply;
  expect(await control(place, 'traffic.check')).toMatchObject({ status: 200, body: { clean: true, waiting: 0 } });
});

test('a command that nobody could take fails the check', async () => {
  const place = await open();

  await command(place, 'it');

  expect(await control(place, 'traffic.check')).toMatchObject({
    status: 409,
    body: { problems: [{ what: '/try', says: 'nobody is connected' }] },
  });
});

test('a problem that is known can be overlooked, and all are forgotten on demand', async () => {
  const place = await open();
  await call(place, 'bot', 'chat.brew');

  expect((await control(place, 'traffic.check')).status).toBe(409);
  expect((await control(place, 'traffic.check', { allow: 'chat.brew: unknown_method' })).status).toBe(200);
  expect((await control(place, 'traffic.check', { allow: 'chat.brew: invalid_auth' })).status).toBe(409);
  await control(place, 'traffic.clear');
  expect((await control(place, 'traffic.check')).status).toBe(200);
});

test('only what has changed since the last look is told', async () => {
  const place = await open();
  await call(place, 'bot', 'auth.test');
  const { body } = await control(place, 'traffic.list');

  await call(place, 'bot', 'api.test');

  expect((await control(place, 'traffic.list', { after: Number(body['mark']) })).body).toMatchObject({ entries: [{ what: 'api.test' }] });
});

test('nothing that opens a door is in the traffic', async () => {
  const place = await open();
  const line = await openLine(place, { polite: true });
  await command(place, `the secret is ${place.world.secrets.signingSecret}`);
  await react(place, await postSomething(place), 'eyes');
  await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: `mine: ${place.world.secrets.bot}` });
  await call(place, 'bot', `auth.test?token=${place.world.secrets.control}`);
  const url = String(line.envelopes()[0]?.payload?.['response_url']);
  await fetch(url, { method: 'POST', body: JSON.stringify({ text: `answer by ${url}` }) });
  const trigger = String(line.envelopes()[0]?.payload?.['trigger_id']);
  await call(place, 'bot', 'views.open', { trigger_id: trigger, view: {} });

  const { body } = await control(place, 'traffic.list');

  const { bot, app, control: own, signingSecret, verification, people } = place.world.secrets;
  const secrets = [bot, app, own, signingSecret, verification, ...Object.values(people), trigger, url.replace(/^.*\//, '')];
  const shown = JSON.stringify(body);
  expect(secrets.filter((secret) => shown.includes(secret))).toEqual([]);
  expect(shown).not.toMatch(/ticket=\w/);
  expect(shown).toContain('response/…');
});

test('an address to which a file may be brought is hidden too', () => {
  const traffic = createTraffic(() => new Date());
  const answer = { upload_url: 'http://127.0.0.1:3100/upload/v1/0123456789abcdef0123456789abcdef', file_id: 'F0123' };

  traffic.note({ is: 'call', what: 'files.getUploadURLExternal', by: 'bot' }, { state: 'good', answer });

  expect(traffic.entries().entries).toMatchObject([{ answer: { upload_url: 'http://127.0.0.1:3100/upload/v1/…', file_id: 'F0123' } }]);
});

test('it remembers the newest thousand and no more, and goes on counting', () => {
  const traffic = createTraffic(() => new Date());

  for (let turn = 0; turn < 3000; turn += 1) traffic.note({ is: 'call', what: `call ${turn}`, by: 'bot' }, { state: 'bad', says: 'no' });

  const kept = traffic.entries().entries;
  expect(kept).toHaveLength(1000);
  expect(kept.at(-1)).toMatchObject({ what: 'call 2999' });
  expect(traffic.verdict()).toMatchObject({ bad: 3000, clean: false });
  expect(traffic.verdict().problems).toHaveLength(200);
});

test('what is long is cut, whatever it is', () => {
  const traffic = createTraffic(() => new Date());
  const given = { text: 'x'.repeat(5000), blocks: `[${'"x",'.repeat(20_000)}"x"]` };

  traffic.note(
    { is: 'call', what: 'm'.repeat(5000), by: 'bot', given },
    { state: 'good', answer: Array.from({ length: 9999 }, () => 'x') },
  );

  expect(JSON.stringify(traffic.entries()).length).toBeLessThan(40_000);
});
