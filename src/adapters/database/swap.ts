import { escapeIdentifier, DatabaseError, type Client } from 'pg';
import { OpsError } from '../../core/errors.ts';
import type { LastLook } from '../../ports/database.ts';
import { COUNT_MS, countAlone } from './counting.ts';
import { clear, existingOf, setDoor } from './doors.ts';
import { inherit } from './inheritance.ts';
import { noteKept } from './kept.ts';
import { withSession, type SessionOptions } from './session.ts';

/** `as` becomes `keep`, `serve` becomes `as`. */
export interface SwapNames {
  readonly serve: string;
  readonly as: string;
  readonly keep: string;
}

const LIMIT_MS = 60_000;
const ATTEMPTS = 5;
const OBJECT_IN_USE = '55006';

/**
 * Swaps, and whatever goes wrong opens the serving database again. But for the last look it takes parts of a second, so an abort
 * is heeded up to the renames and then no more: cut in between it would only leave the platform without its database.
 */
export async function swapSafely(session: SessionOptions, names: SwapNames, signal: AbortSignal, lastLook?: LastLook): Promise<void> {
  signal.throwIfAborted();
  const look = lastLook && ((client: Client) => lookLast(client, session.url, names, signal, lastLook));
  try {
    await withSession(session, AbortSignal.timeout(look ? LIMIT_MS + COUNT_MS : LIMIT_MS), (client) =>
      swapNames(client, names, signal, look),
    );
  } catch (error) {
    await reopen(session, names.as, error);
    throw error;
  }
}

async function reopen(session: SessionOptions, name: string, after: unknown): Promise<void> {
  try {
    await withSession(session, AbortSignal.timeout(LIMIT_MS), async (client) => {
      const there = await existingOf(client, [name]);
      if (there[name]?.allowsConnections === false) await setDoor(client, name, true);
    });
  } catch (cause) {
    throw new AggregateError([after, cause], `${name} is closed and could not be opened again`, { cause });
  }
}

/**
 * Swaps by rename. Both renames are one transaction, so there is always exactly one database with the name `as`;
 * what an interruption can leave is that it takes no connections, and opening it again is all that is needed then.
 * The kept one stays closed: who still wants the old data must not write to it by accident.
 */
async function swapNames(
  client: Client,
  names: SwapNames,
  signal: AbortSignal,
  look: ((client: Client) => Promise<void>) | undefined,
): Promise<void> {
  const { serve, as, keep } = names;
  const there = await existingOf(client, [serve, as, keep]);
  const isDone = !there[serve] && there[as] !== undefined && there[keep] !== undefined;
  if (!isDone) {
    refuseImpossible(names, there);
    await look?.(client);
    await renameBoth(client, names, signal);
  }
  // From here on the old name has the new data: an abort would only leave it closed.
  await setDoor(client, as, true);
}

async function lookLast(client: Client, url: string, { as }: SwapNames, signal: AbortSignal, look: LastLook): Promise<void> {
  const reason = look.why(await countAlone(client, url, as, signal, look.since));
  if (reason !== undefined) throw new OpsError('database', reason, { permanent: true });
}

function refuseImpossible({ serve, as, keep }: SwapNames, there: Readonly<Record<string, unknown>>): void {
  const why = [
    ...(there[as] ? [] : [`there is no database ${as}`]),
    ...(there[serve] ? [] : [`there is no database ${serve}`]),
    ...(there[keep] ? [`there is a database ${keep} already`] : []),
  ];
  if (why.length > 0) throw new OpsError('database', `swapping ${serve} in as ${as}: ${why.join(', ')}`, { permanent: true });
}

async function renameBoth(client: Client, names: SwapNames, signal: AbortSignal, attempt = 1): Promise<void> {
  const { serve, as, keep } = names;
  try {
    await clear(client, [as, serve]);
    signal.throwIfAborted();
    await client.query('BEGIN');
    await inherit(client, serve, as);
    await client.query(`ALTER DATABASE ${escapeIdentifier(as)} RENAME TO ${escapeIdentifier(keep)}`);
    await client.query(`ALTER DATABASE ${escapeIdentifier(serve)} RENAME TO ${escapeIdentifier(as)}`);
    await noteKept(client, keep);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    const isInUse = error instanceof DatabaseError && error.code === OBJECT_IN_USE;
    if (!isInUse || attempt >= ATTEMPTS) throw error;
    await renameBoth(client, names, signal, attempt + 1);
  }
}
