import pg from 'pg';
import type { z } from 'zod';
import type { Statement } from '../lib/sql.ts';

/** A transaction, or the pool itself for a single statement. Rows meet a schema before anybody sees them. */
export interface Tx {
  rows<Row>(statement: Statement, row: z.ZodType<Row>): Promise<readonly Row[]>;
  /** The number of rows that were changed. */
  execute(statement: Statement): Promise<number>;
}

/** The bot's own PostgreSQL. */
export interface Store extends Tx {
  /** Where somebody waits for the answer, all of it ends within the limit of one statement, or nothing is recorded. */
  transaction<Result>(work: (tx: Tx) => Promise<Result>, hurry?: 'somebody waits'): Promise<Result>;
  /** A connection of its own, for LISTEN and session locks; the caller ends it. */
  connect(): Promise<pg.Client>;
  close(): Promise<void>;
}

/** The store could not be used. `recorded` says whether a transaction may have been committed all the same. */
export class StoreAway extends Error {
  readonly recorded: 'no' | 'unknown';

  constructor(recorded: 'no' | 'unknown', cause: unknown) {
    super(recorded === 'no' ? 'the store cannot be reached' : 'the store was lost while committing', { cause });
    this.name = 'StoreAway';
    this.recorded = recorded;
  }
}

interface Options {
  readonly url: string;
  readonly onError: (error: Error) => void;
  /** Upper limit of one statement and of getting a connection, in ms; 1500 unless told, half of what Slack gives. */
  readonly limitMs?: number;
  readonly poolSize?: number;
}

/** A session that holds a lock must not outlive its machine by the two hours that are usual. */
const noticeDeath = '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

// Ids and counts are far below 2^53, and a string id would compare wrongly.
const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.INT8, Number);

export function createStore({ url, onError, limitMs = 1500, poolSize = 10 }: Options): Store {
  const connection = {
    connectionString: url,
    types,
    application_name: 'bigshot',
    connectionTimeoutMillis: limitMs,
    options: '-c TimeZone=UTC',
  };
  const pool = new pg.Pool({
    ...connection,
    max: poolSize,
    statement_timeout: limitMs,
    query_timeout: limitMs + 500,
    idle_in_transaction_session_timeout: 15_000,
  });
  pool.on('error', onError); // without it a broken idle connection ends the process
  const prepare = createPreparer();
  return {
    ...over((statement) => alone(pool, prepare(statement))),
    transaction: (work, hurry) => inTransaction(pool, prepare, work, hurry && limitMs),
    async connect() {
      const client = new pg.Client({
        ...connection,
        options: `${connection.options} ${noticeDeath}`,
        keepAlive: true,
        query_timeout: limitMs + 500,
      });
      client.on('error', onError);
      await client.connect();
      return client;
    },
    close: () => pool.end(),
  };
}

type Prepared = Statement & { readonly name: string };

/** A name for each text: a connection has the server parse it once. There are few texts, since values never become part of them. */
function createPreparer(): (statement: Statement) => Prepared {
  const names = new Map<string, string>();
  return ({ text, values }) => {
    const name = names.get(text) ?? `bigshot_${names.size}`;
    names.set(text, name);
    return { name, text, values };
  };
}

function over(query: (statement: Statement) => Promise<pg.QueryResult>): Tx {
  return {
    async rows(statement, row) {
      const result = await query(statement).catch(away);
      return result.rows.map((one) => row.parse(one));
    },
    async execute(statement) {
      const result = await query(statement).catch(away);
      return result.rowCount ?? 0;
    },
  };
}

/** One statement, which the server takes as a transaction of its own: a write whose answer was lost may stand all the same. */
function alone(pool: pg.Pool, statement: Statement): Promise<pg.QueryResult> {
  return lend(pool, (client) =>
    client.query(statement).catch((error: unknown) => {
      if (error instanceof pg.DatabaseError || /^\s*select\b/i.test(statement.text)) return away(error);
      throw new StoreAway('unknown', error);
    }),
  );
}

function inTransaction<Result>(
  pool: pg.Pool,
  prepare: (statement: Statement) => Prepared,
  work: (tx: Tx) => Promise<Result>,
  withinMs?: number,
): Promise<Result> {
  const left = createDeadline(withinMs);
  return lend(pool, async (client) => {
    await client.query({ text: 'begin', ...left() }).catch(away);
    const tx = over((statement) => client.query({ ...prepare(statement), ...left() }));
    const result = await work(tx).catch((error: unknown) => rolledBack(client, error));
    left();
    await client.query('commit').catch((error: unknown) => {
      throw isServerError(error) ? error : new StoreAway('unknown', error);
    });
    return result;
  });
}

/** What is left for the next statement; throws when there is nothing left, and before the end of a transaction that means that nothing was recorded. */
function createDeadline(withinMs: number | undefined): () => { readonly query_timeout?: number } {
  const begun = performance.now();
  return () => {
    if (withinMs === undefined) return {};
    const leftMs = withinMs - (performance.now() - begun);
    if (leftMs <= 0) throw new StoreAway('no', new Error('the transaction takes longer than anybody waits for it'));
    return { query_timeout: leftMs };
  };
}

async function rolledBack(client: pg.PoolClient, error: unknown): Promise<never> {
  // Asking a server that hangs for a rollback would cost the answer its three seconds.
  if (!(error instanceof StoreAway)) await client.query('rollback').catch(away);
  throw error;
}

/** One of the pool's connections; it is not lent again when the store was away on it. */
async function lend<Result>(pool: pg.Pool, use: (client: pg.PoolClient) => Promise<Result>): Promise<Result> {
  const client = await pool.connect().catch((error: unknown) => {
    throw new StoreAway('no', error);
  });
  let broken: Error | undefined;
  // The pool listens only to idle clients; one that breaks in our hands would be an uncaught error.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on('error', onError);
  try {
    return await use(client);
  } catch (error) {
    if (error instanceof StoreAway) broken = error;
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}

/** A refusal by the server is an ordinary error; everything else means that the store is away. */
function away(error: unknown): never {
  if (isServerError(error) || error instanceof StoreAway) throw error;
  throw new StoreAway('no', error);
}

/**
 * These come from a server that cannot serve: 57 stopping or too slow, 53 no resources, 08 and 28 and 3D no way in,
 * 55000 takes no connections, 25006 only a standby. Nothing was recorded, and it may go again later.
 */
const cannotServe = /^(57|53|08|28|3D|55000|25006)/;

function isServerError(error: unknown): boolean {
  return error instanceof pg.DatabaseError && !cannotServe.test(error.code ?? '');
}

/** True when a unique constraint of this name refused the row. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.code === '23505' && error.constraint === constraint;
}
