import type { Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../core/errors.ts';
import { sql } from '../../lib/sql.ts';
import { marked, rowsOf, withSession } from './session.ts';

const PING_MS = 5000;
/** A connection without an end is lost when so many pings would have been due: before the lease of the run is over. */
const SILENT_PINGS = 3;

/**
 * Holds the advisory lock of work on the live database while `work` runs. It hangs on one connection in the database `postgres`,
 * so a worker that freezes keeps it and one that dies loses it. When the connection is lost, the signal of the work is aborted.
 */
export async function holdExclusively<Result>(
  {
    url,
    live,
    holder,
    pingMs = PING_MS,
  }: { readonly url: string; readonly live: string; readonly holder: string; readonly pingMs?: number },
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lost = new AbortController();
  const session = { url, database: 'postgres', mode: 'write', statementTimeoutMs: 15_000, purpose: holder } as const;
  // Not the caller's signal: the lock must outlast the cancelled work, which may still be putting things back.
  return withSession(session, new AbortController().signal, async (client) => {
    signal.throwIfAborted();
    const [taken] = await rowsOf(
      client,
      sql`select pg_try_advisory_lock(hashtext('bigshot'), hashtext(${live})) as got`,
      z.object({ got: z.boolean() }),
    );
    if (!taken?.got) throw new OpsError('database', `other work of the bot on ${live} holds its lock`);
    client.once('error', (cause) => lose(lost, cause));
    const stop = keepAsking(client, pingMs, (cause) => lose(lost, cause));
    try {
      return await work(AbortSignal.any([signal, lost.signal]));
    } finally {
      stop();
    }
  });
}

/** One ping at a time: those behind one that is not answered would only wait for the same silence. */
function keepAsking(client: Client, pingMs: number, onSilence: (cause: unknown) => void): () => void {
  const ping = { text: marked('select 1'), query_timeout: SILENT_PINGS * pingMs };
  let isAsking = false;
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    client.query(ping).then(() => {
      isAsking = false;
    }, onSilence);
  }, pingMs);
  return () => clearInterval(timer);
}

function lose(lock: AbortController, cause: unknown): void {
  lock.abort(new OpsError('database', 'the connection that holds the lock of the database was lost', { cause }));
}
