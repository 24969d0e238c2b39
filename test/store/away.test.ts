import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { sql } from '../../src/lib/sql.ts';
import { createStore, StoreAway } from '../../src/store/store.ts';
import type { Store, Tx } from '../../src/store/store.ts';
import { testDatabase } from '../support/stores.ts';
import { layWire } from '../support/wire.ts';
import type { Wire } from '../support/wire.ts';

let wire: Wire;
let store: Store;
let drop: () => Promise<void>;
let noticed: () => void = () => {};

beforeEach(async () => {
  const database = await testDatabase();
  drop = () => database.drop();
  wire = await layWire(database.url);
  store = createStore({ url: wire.through(database.url), onError: () => noticed(), limitMs: 1000 });
  await store.execute(sql`create table notes (text text)`);
});
afterEach(async () => {
  wire.mend();
  await store.close();
  await wire.close();
  await drop();
});

const write = () => store.execute(sql`insert into notes values ('a')`);
const read = () => store.rows(sql`select text from notes`, z.object({ text: z.string() }));
const recordedOf = (work: Promise<unknown>) =>
  work.then(String, (error: unknown) => (error instanceof StoreAway ? error.recorded : String(error)));

test('a single write whose answer is lost may stand; a read cannot have', async () => {
  wire.freeze();

  expect(await recordedOf(write())).toBe('unknown');
  expect(await recordedOf(read())).toBe('no');
});

test('what never reached the server was not recorded', async () => {
  const lost = new Promise<void>((resolve) => (noticed = resolve));
  wire.cut();
  await lost;

  expect(await recordedOf(write())).toBe('no');
});

test('in a transaction nothing is recorded before its end', async () => {
  const lost = store.transaction(async (tx) => {
    await tx.execute(sql`insert into notes values ('b')`);
    wire.freeze();
    await tx.execute(sql`insert into notes values ('c')`);
  });

  expect(await recordedOf(lost)).toBe('no');
});

test('a transaction that somebody waits for ends within the limit, however many slow statements it has, and then nothing is recorded', async () => {
  const slow = async (tx: Tx) => {
    await tx.execute(sql`insert into notes values ('b')`);
    for (let times = 1; times <= 4; times += 1) await tx.rows(sql`select pg_sleep(0.4)::text`, z.unknown());
    return 'recorded';
  };

  const begun = performance.now();
  const awaited = await recordedOf(store.transaction(slow, 'somebody waits'));
  const awaitedMs = performance.now() - begun;
  const patient = await recordedOf(store.transaction(slow));
  const patientMs = performance.now() - begun - awaitedMs;

  expect([awaited, patient]).toEqual(['no', 'recorded']);
  expect(awaitedMs).toBeLessThan(patientMs);
  expect(await read()).toHaveLength(1);
});

test('a connection on which the store was away is not used again', async () => {
  wire.freeze();
  await recordedOf(write());
  wire.mend();

  expect(await recordedOf(write())).toBe('1');
});
