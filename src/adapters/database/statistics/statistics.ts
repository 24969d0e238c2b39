import type { Client } from 'pg';
import type { StatisticsReader } from '../../../ports/statistics.ts';
import { doing } from '../errors.ts';
import { withSession } from '../session.ts';
import { readIndexes } from './indexes.ts';
import { readIntegrity } from './integrity.ts';
import { readCounters, readSessions } from './server.ts';
import { readStatements } from './statements.ts';
import { readActivity, readSizes } from './tables.ts';

const READ_MS = 15_000;

/** The books of the platform's PostgreSQL, each question on a read-only connection of its own. */
export function createStatistics({ url }: { readonly url: string }): StatisticsReader {
  const lend = <Result>(what: string, signal: AbortSignal, work: (client: Client) => Promise<Result>): Promise<Result> =>
    doing(what, signal, () => withSession({ url, mode: 'read', statementTimeoutMs: READ_MS }, signal, work));
  return {
    tables: (signal) => lend('reading what was done to the tables', signal, readActivity),
    sizes: (signal) => lend('reading the sizes of the tables', signal, readSizes),
    indexes: (signal) => lend('reading the use of the indexes', signal, readIndexes),
    integrity: (signal) => lend('looking for damage in the database', signal, readIntegrity),
    statements: (wanted, signal) => lend('reading the statistics of statements', signal, (client) => readStatements(client, wanted)),
    counters: (signal) => lend('reading the counters of the database', signal, readCounters),
    sessions: (signal) => lend('reading the sessions of the database', signal, readSessions),
  };
}
