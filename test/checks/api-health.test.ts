import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { createApi } from '../../src/adapters/api/api.ts';
import { apiHealth } from '../../src/checks/api-health.ts';
import { freePort } from '../../sandbox/stores/ports.ts';
import { judged, seen, signal } from './judged.ts';
import { portOf } from '../support/port-of.ts';

const answer = (body: { readonly status: string; readonly database: string; readonly databaseError?: string }, latencyMs = 5) => ({
  httpStatus: 200,
  latencyMs,
  body,
});

test.each([
  ['well', answer({ status: 'healthy', database: 'connected' }), 'ok', 'The API answers in 5 ms and has its database.'],
  [
    'its database is lost, with a 200',
    answer({ status: 'starting', database: 'disconnected' }),
    'critical',
    'The API answers, but has lost its database: `disconnected`.',
  ],
  ['starting', answer({ status: 'starting', database: 'connected' }), 'warn', 'The API has its database, but calls itself `starting`.'],
  ['slow', answer({ status: 'healthy', database: 'connected' }, 2500), 'warn', 'The API is slow: it took 2.5 s (warn 2 s).'],
  ['silent', { problem: 'the API does not answer within 5 s' }, 'critical', 'The API does not answer within 5 s.'],
])('an API that is %s', (_, measure, status, summary) => {
  expect(seen(judged(apiHealth, measure))).toEqual([[status, summary]]);
});

test('the error of the database is said, without its secrets', () => {
  const [finding] = judged(
    apiHealth,
    answer({ status: 'starting', database: 'disconnected', databaseError: 'postgres://bigshot:hunter22@db/x <!channel>' }),
  );

  expect(finding?.summary).toBe('The API answers, but has lost its database: `disconnected` (`postgres://***@db/x &lt;!channel&gt;`).');
});

test.each([
  ['lost its database', answer({ status: 'starting', database: 'disconnected' })],
  ['starting', answer({ status: 'starting', database: 'connected' })],
  ['slow', answer({ status: 'healthy', database: 'connected' }, 2500)],
  ['silent', { problem: 'the API does not answer within 5 s' }],
])('an API that is not well comes with advice: %s', (_, measure) => {
  expect(judged(apiHealth, measure)[0]?.remedies).toEqual([{ kind: 'advice', text: expect.any(String) }]);
});

test('an API that is not there is a result, not an unknown', async () => {
  const api = createApi({ url: `http://127.0.0.1:${await freePort()}` });

  const measure = await apiHealth.probe({ api, signal, now: new Date() });
  await api.close();

  expect(judged(apiHealth, measure)).toMatchObject([{ status: 'critical', summary: expect.stringContaining('nothing listens there') }]);
});

test('a look that is cancelled is no verdict on the API', async () => {
  const server = createServer(() => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const api = createApi({ url: `http://127.0.0.1:${portOf(server)}` });

  const look = apiHealth.probe({ api, signal: AbortSignal.timeout(50), now: new Date() });

  await expect(look).rejects.toMatchObject({ name: 'TimeoutError' });
  await api.close();
  server.close();
});
