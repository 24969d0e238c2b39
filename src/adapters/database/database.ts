import type { Client } from 'pg';
import { OpsError } from '../../core/errors.ts';
import type { DatabaseWriter } from '../../ports/database.ts';
import { countKept, countRows } from './counting.ts';
import { createLike, dropDatabase } from './creation.ts';
import { existingOf, setDoor } from './doors.ts';
import { doing } from './errors.ts';
import { holdExclusively } from './exclusive.ts';
import { readKept } from './kept.ts';
import { readTableLocks } from './locks.ts';
import { insistOurs, isOurs } from './names.ts';
import { readAvailableExtensions, readDefects, readState, readTraits } from './reading.ts';
import { databaseOf, withSession, type SessionOptions } from './session.ts';
import { swapSafely } from './swap.ts';
import { readTables } from './tables.ts';

const READ_MS = 15_000;
/** Reads every table that has a sequence once. */
const DEFECTS_MS = 10 * 60_000;
const ADMIN_MS = 60_000;

/** The platform's PostgreSQL. `url` names the database that serves; everything else happens through `postgres` on the same server. */
export function createDatabase({ url }: { readonly url: string }): DatabaseWriter & { close(): Promise<void> } {
  const live = databaseOf(url);
  const closing = new AbortController();
  const lend = <Result>(
    what: string,
    options: Omit<SessionOptions, 'url'>,
    outer: AbortSignal,
    work: (client: Client, signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> => {
    const signal = AbortSignal.any([outer, closing.signal]);
    return doing(what, signal, () => withSession({ url, ...options }, signal, (client) => work(client, signal)));
  };
  const reading = { mode: 'read', statementTimeoutMs: READ_MS } as const;
  const admin = { database: 'postgres', mode: 'write', statementTimeoutMs: ADMIN_MS } as const;

  return {
    live,
    state: (signal) => lend('asking the database how it is', reading, signal, readState),
    traits: (signal) => lend('reading the traits of the database', reading, signal, readTraits),
    tables: (signal) => lend('reading the names of the tables', reading, signal, readTables),
    tableLocks: (signal) => lend('looking for locked tables', reading, signal, readTableLocks),
    availableExtensions: (signal) => lend('reading the extensions of the server', reading, signal, readAvailableExtensions),
    existing: (names, signal) =>
      lend('looking which databases exist', { ...reading, database: 'postgres' }, signal, (client) => existingOf(client, names)),
    kept: (signal) => lend('looking what was put aside', { ...reading, database: 'postgres' }, signal, (client) => readKept(client, live)),
    defects: (database, signal) =>
      lend(`looking for defects in ${database}`, { ...reading, statementTimeoutMs: DEFECTS_MS, database }, signal, readDefects),
    countRows: (database, outer, since) => {
      const signal = AbortSignal.any([outer, closing.signal]);
      const isKept = isOurs(database, live, 'before');
      return doing(`counting the rows of ${database}`, signal, () => (isKept ? countKept : countRows)(url, database, signal, since));
    },
    recreate: (database, like, signal) =>
      lend(`making ${database} like ${like}`, admin, signal, async (client) => {
        insistOurs(database, live, 'scratch');
        await dropDatabase(client, database);
        await createLike(client, database, like);
      }),
    drop: (database, signal) =>
      lend(`dropping ${database}`, admin, signal, (client) => {
        insistOurs(database, live, 'scratch|before');
        return dropDatabase(client, database);
      }),
    analyze: (database, signal) =>
      lend(`analyzing ${database}`, { mode: 'write', statementTimeoutMs: 0, database }, signal, async (client) => {
        await client.query('ANALYZE');
      }),
    swap: (names, outer, lastLook) => {
      const signal = AbortSignal.any([outer, closing.signal]);
      return doing(`swapping ${names.serve} in as ${names.as}`, signal, async () => {
        if (names.as !== live) throw new OpsError('database', `${names.as} is not the database that serves`, { permanent: true });
        insistOurs(names.serve, live, 'scratch|before');
        insistOurs(names.keep, live, 'before');
        await swapSafely({ url, ...admin }, names, signal, lastLook);
      });
    },
    allowConnections: (database, signal) =>
      lend(`opening ${database} for connections`, admin, signal, (client) => setDoor(client, database, true)),
    exclusively: (holder, signal, work) => holdExclusively({ url, live, holder }, AbortSignal.any([signal, closing.signal]), work),
    close: () => {
      closing.abort(new Error('the bot is stopping'));
      return Promise.resolve();
    },
  };
}
