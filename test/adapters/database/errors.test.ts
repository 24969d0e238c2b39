import { expect, test } from 'vitest';
import { freePort } from '../../../sandbox/stores/ports.ts';
import { createDatabase } from '../../../src/adapters/database/database.ts';
import { reason } from '../../../src/core/errors.ts';
import { testDatabase } from '../../support/stores.ts';
import { layWire } from '../../support/wire.ts';

const never = new AbortController().signal;

test('where nothing listens the words say so, without the password', async () => {
  const port = await freePort();

  const problem = await createDatabase({ url: `postgres://bigshot:not-this@127.0.0.1:${port}/x` })
    .state(never)
    .catch(reason);

  expect(problem).toBe(`nothing listens at 127.0.0.1:${port}`);
});

test('a name with two addresses at which nothing listens says so, too', async () => {
  const port = await freePort();

  const problem = await createDatabase({ url: `postgres://bigshot:not-this@localhost:${port}/x` })
    .state(never)
    .catch(reason);

  expect(problem).toMatch(new RegExp(`^nothing listens at (127\\.0\\.0\\.1|::1):${port}$`));
});

test.each([
  ['takes the connection and says nothing', 'freeze', 'it does not answer within 3 s'],
  ['hangs up at once', 'cut', 'it closed the connection'],
] as const)('a server that %s', async (_, trouble, words) => {
  const server = await testDatabase();
  const wire = await layWire(server.url);
  wire[trouble]();

  const problem = await createDatabase({ url: wire.through(server.url) })
    .state(never)
    .catch(reason);
  await wire.close();
  await server.drop();

  expect(problem).toBe(words);
});

test('what PostgreSQL itself says is left as it says it', async () => {
  const server = await testDatabase();
  await server.drop();

  const problem = await createDatabase({ url: server.url }).state(never).catch(reason);

  expect(problem).toMatch(/^database ".*" does not exist$/);
});
