import pg from 'pg';
import { patienceSeconds } from './patience.ts';

/** To be put into the platform's database, so that dumps can be made to wait and copies take two seconds to load. */
export const slowParts = `
  create function nap(rows int) returns int language plpgsql immutable as $$ begin perform pg_sleep(2); return rows; end $$;
  create table slow (id int);
  insert into slow values (1);
  create index slow_index on slow (nap(id));
  create sequence gate;
`;

/** From now on a dump of this database waits, until what is returned is called. */
export async function closeGate(url: string): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {}); // a swap of databases ends this session too
  await client.connect();
  await client.query('begin');
  await client.query('drop sequence gate');
  return async () => {
    await client.query('rollback').catch(() => {});
    await client.end().catch(() => {});
  };
}

/** Asks again and again until it is so. */
export async function until(what: () => Promise<boolean>, seconds = patienceSeconds): Promise<void> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
    if (await what()) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`it did not come to that in ${seconds} s`);
}
