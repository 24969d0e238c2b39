import { expect, test } from 'vitest';
import { freshDatabase, withClient } from '../../../sandbox/stores/databases.ts';
import { adminUrl } from '../../support/stores.ts';

test('a wrong password is refused', async () => {
  const url = new URL(adminUrl());
  url.password = 'guess';

  const attempt = withClient(url.href, (client) => client.query('SELECT 1'));

  await expect(attempt).rejects.toThrow(/password authentication failed/);
});

test('fresh databases can be made at the same moment and are gone after drop', async () => {
  const databases = await Promise.all([1, 2, 3].map(() => freshDatabase({ adminUrl: adminUrl() })));
  const names = databases.map((database) => new URL(database.url).pathname.slice(1));
  const left = (): Promise<unknown[]> =>
    withClient(
      adminUrl(),
      async (client) => (await client.query('SELECT datname FROM pg_database WHERE datname = ANY ($1)', [names])).rows,
    );

  const before = await left();
  await Promise.all(databases.map((database) => database.drop()));

  expect(before).toHaveLength(3);
  expect(await left()).toEqual([]);
});

test('a database is dropped although somebody is still connected', async () => {
  const database = await freshDatabase({ adminUrl: adminUrl() });

  const attempt = withClient(database.url, async (client) => {
    await database.drop();
    return client.query('SELECT 1');
  });

  await expect(attempt).rejects.toThrow(/terminat|connection error/i);
});
