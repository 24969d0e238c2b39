import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBinaries } from '../../../sandbox/stores/binaries.ts';
import { startCluster, type Cluster } from '../../../sandbox/stores/cluster.ts';
import { withClient } from '../../../sandbox/stores/databases.ts';
import { findPlace, removePlace } from '../../../sandbox/stores/place.ts';
import { isAlive } from '../../../sandbox/stores/processes.ts';

let parent: string;
let running: Cluster[] = [];

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'bigshot-cluster-'));
  await chmod(parent, 0o711);
});

afterEach(async () => {
  await Promise.all(running.map((cluster) => cluster.stop()));
  running = [];
  await removePlace(join(parent, 'db'));
  await rm(parent, { recursive: true, force: true });
});

async function start(onSpawn: () => void = () => undefined): Promise<Cluster> {
  const cluster = await startCluster({ folder: join(parent, 'db'), database: 'shop', durable: false, onSpawn });
  running.push(cluster);
  return cluster;
}

test('a second start keeps the data and the password of the first', async () => {
  const first = await start();
  await withClient(first.url, (client) => client.query('CREATE TABLE kept AS SELECT 7 AS seven'));
  await first.stop();

  const second = await start();
  const { rows } = await withClient(second.url, (client) => client.query('SELECT seven FROM kept'));

  expect(rows).toEqual([{ seven: 7 }]);
  expect(new URL(second.url).password).toBe(new URL(first.url).password);
});

test('stopping leaves no process behind, also with a client connected', async () => {
  const cluster = await start();

  await withClient(cluster.adminUrl, async (client) => {
    client.on('error', () => undefined);
    await cluster.stop();
  }).catch(() => undefined);

  expect(await isAlive(cluster.pid)).toBe(false);
});

test('a server left behind in the folder is ended before the folder is opened again', async () => {
  const left = await start();

  const next = await start();

  expect(await isAlive(left.pid)).toBe(false);
  expect(await isAlive(next.pid)).toBe(true);
});

test('a server that ends at once is told with its own words, without waiting for it', async () => {
  const first = await start();
  await first.stop();
  const place = await findPlace(first.folder, await findBinaries());
  await rm(join(place.base, 'data', 'postgresql.conf'));

  const attempt = start(() => {
    // The caller is busy until the server has said its last word.
    const deadline = Date.now() + 5000;
    while (Date.now() < deadline && !readFileSync(join(place.base, 'server.log'), 'utf8').includes('could not access'));
  });

  await expect(attempt).rejects.toThrow(/^starting PostgreSQL in [^]*could not access the server configuration file/);
});

test.skipIf(process.getuid?.() !== 0)('root in a folder that only root may enter gets a working server (needs root)', async () => {
  await chmod(parent, 0o700);

  const cluster = await start();
  const { rows } = await withClient(cluster.url, (client) => client.query('SELECT current_user AS name'));

  expect(rows).toEqual([{ name: 'bigshot' }]);
});

test.skipIf(process.getuid?.() !== 0)('data that live elsewhere are kept from start to start (needs root)', async () => {
  await chmod(parent, 0o700);
  const first = await start();
  await withClient(first.url, (client) => client.query('CREATE TABLE kept (id int)'));
  await first.stop();

  const cluster = await start();
  const { rows } = await withClient(cluster.url, (client) => client.query(`SELECT to_regclass('kept')::text AS kept`));

  expect(rows).toEqual([{ kept: 'kept' }]);
});

test.skipIf(process.getuid?.() !== 0)(
  'a folder that was deleted begins anew, also where its data lived elsewhere (needs root)',
  async () => {
    await chmod(parent, 0o700);
    const first = await start();
    await withClient(first.url, (client) => client.query('CREATE TABLE kept (id int)'));
    await first.stop();
    await rm(first.folder, { recursive: true });

    const cluster = await start();
    const { rows } = await withClient(cluster.url, (client) => client.query(`SELECT to_regclass('kept') AS kept`));

    expect(rows).toEqual([{ kept: null }]);
  },
);
