import type { Client } from 'pg';
import type { RowCounts } from '../../ports/database.ts';
import { clear, existingOf, setDoor } from './doors.ts';
import { backendOf, withSession } from './session.ts';
import { countTables } from './tables.ts';

/** Exact counts read every table once. */
export const COUNT_MS = 10 * 60_000;
const ADMIN_MS = 15_000;

/** Counts in one snapshot. */
export function countRows(url: string, database: string, signal: AbortSignal, since?: Date): Promise<RowCounts> {
  return withSession({ url, database, mode: 'read', statementTimeoutMs: COUNT_MS }, signal, (client) => countInSnapshot(client, since));
}

/**
 * Counts in a database that a swap has put aside. Nobody is let into such a one, not even a superuser,
 * so its door is open for the moment in which this session goes in.
 */
export function countKept(url: string, database: string, signal: AbortSignal, since?: Date): Promise<RowCounts> {
  const admin = { url, database: 'postgres', mode: 'write', statementTimeoutMs: ADMIN_MS } as const;
  return withSession(admin, signal, async (client) => {
    const there = await existingOf(client, [database]);
    if (there[database]?.allowsConnections !== false) return countRows(url, database, signal, since);
    await setDoor(client, database, true);
    try {
      return await withSession({ url, database, mode: 'read', statementTimeoutMs: COUNT_MS }, signal, async (inside) => {
        await setDoor(client, database, false);
        return countInSnapshot(inside, since);
      });
    } finally {
      await setDoor(client, database, false);
    }
  });
}

/**
 * Counts when everybody else is out, so that nothing is written behind the count. The session goes in before the door is closed,
 * which it leaves closed: opening it is the caller's, as is `admin`, a session in another database.
 */
export async function countAlone(admin: Client, url: string, database: string, signal: AbortSignal, since?: Date): Promise<RowCounts> {
  // A swap that was cut may have closed it.
  await setDoor(admin, database, true);
  return withSession({ url, database, mode: 'read', statementTimeoutMs: COUNT_MS }, signal, async (inside) => {
    await clear(admin, [database], await backendOf(inside));
    return countInSnapshot(inside, since);
  });
}

async function countInSnapshot(client: Client, since: Date | undefined): Promise<RowCounts> {
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  const counts = await countTables(client, since);
  await client.query('COMMIT');
  return counts;
}
