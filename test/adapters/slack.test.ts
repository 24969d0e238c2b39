import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMessenger, createWebClient } from '../../src/adapters/slack.ts';
import type { Messenger } from '../../src/ports/messenger.ts';
import { portOf } from '../support/port-of.ts';

/** What Slack says to every call. */
let error = '';
let server: Server;
let messenger: Messenger;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ ok: false, error }));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const apiUrl = `http://127.0.0.1:${portOf(server)}/api/`;
  messenger = createMessenger(createWebClient({ token: 'xoxb-test', apiUrl }), { userId: 'UBOT', botId: 'BBOT', teamId: 'T1' });
});
afterAll(() => void server.close());

test('somebody whom Slack does not let us see is a stranger', async () => {
  error = 'user_not_visible';

  expect(await messenger.person('U1')).toEqual({ id: 'U1', name: 'U1', kind: 'stranger' });
});

test('somebody whom Slack does not know is nobody', async () => {
  error = 'user_not_found';

  expect(await messenger.person('U1')).toBeUndefined();
});

describe.each(['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout'])('%s, which passes', (code) => {
  const picture = { text: 'x' };
  const place = { channel: 'C1' };

  test.each([
    ['post', () => messenger.post(place, picture, 'k')],
    ['whisper', () => messenger.whisper(place, 'U1', picture)],
  ])('leaves in doubt whether a %s was done', async (_, act) => {
    error = code;

    await expect(act()).rejects.toMatchObject({ trouble: { is: 'unsure' } });
  });

  test.each([
    ['edit', () => messenger.edit('C1', '1.1', picture)],
    ['removal', () => messenger.remove('C1', '1.1')],
    ['reaction', () => messenger.react('C1', '1.1', 'x')],
    ['look for a message', () => messenger.find(place, 'k', new Date())],
    ['look at reactions', () => messenger.reactions('C1', '1.1')],
    ['look at a person', () => messenger.person('U1')],
    ['look at a channel', () => messenger.members('C1')],
    ['look at a group', () => messenger.groupMembers('S1')],
  ])('leaves a %s for later', async (_, act) => {
    error = code;

    await expect(act()).rejects.toMatchObject({ trouble: { is: 'away' } });
  });
});

test.each(['ratelimited', 'rate_limited'])('%s asks to wait', async (code) => {
  error = code;

  await expect(messenger.edit('C1', '1.1', { text: 'x' })).rejects.toMatchObject({ trouble: { is: 'wait' } });
});
