import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMessenger, createWebClient } from '../../src/adapters/slack.ts';
import type { Messenger } from '../../src/ports/messenger.ts';

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
  const address = server.address();
  const apiUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/api/`;
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
