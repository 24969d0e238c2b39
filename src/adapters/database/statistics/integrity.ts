import type { Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../../core/errors.ts';
import { errorCode } from '../../../lib/error-code.ts';
import { sql } from '../../../lib/sql.ts';
import { tableKey } from '../../../lib/table-key.ts';
import type { Integrity } from '../../../ports/statistics.ts';
import { rowsOf } from '../session.ts';
import { readSince } from './since.ts';

/** Large indexes take minutes each: after so long no further one is begun. */
const BEGIN_WITHIN_MS = 15_000;
/** The server's classes of damage: data_corrupted and index_corrupted. */
const damaged = new Set(['XX001', 'XX002']);
/** A lock of somebody else, and a statement that took too long: not looked at. */
const passedOver = new Set(['55P03', '57014']);

const Checksums = z.object({ failures: z.number().nullable(), last: z.date().nullable() });
const Index = z.object({ id: z.string(), schema: z.string(), name: z.string(), index: z.string() });

/** Looks for damage without a lock that anybody would notice: the checksums that the server has counted, and the order in the indexes. */
export async function readIntegrity(client: Client): Promise<Integrity> {
  const checksums = await readChecksums(client);
  const [extension] = await rowsOf(
    client,
    sql`select quote_ident(n.nspname) as schema, has_schema_privilege(n.oid, 'usage') and has_function_privilege(p.oid, 'execute') as "isMine"
        from pg_extension e join pg_namespace n on n.oid = e.extnamespace join pg_proc p on p.pronamespace = n.oid
        where e.extname = 'amcheck' and p.proname = 'bt_index_check' order by p.pronargs limit 1`,
    z.object({ schema: z.string(), isMine: z.boolean() }),
  );
  if (extension && !extension.isMine)
    throw new OpsError(
      'database',
      'looking for damage in the indexes: the configured role may not use bt_index_check of amcheck: it lacks the privilege',
    );
  return { ...(checksums && { checksums }), ...(extension && { indexes: await readOrder(client, extension.schema) }) };
}

async function readChecksums(client: Client): Promise<Integrity['checksums']> {
  const [row] = await rowsOf(
    client,
    sql`select checksum_failures::float8 as failures, checksum_last_failure as last from pg_stat_database
        where datname = current_database() and current_setting('data_checksums') = 'on'`,
    Checksums,
  );
  if (!row || row.failures === null) return undefined;
  return { failures: row.failures, ...(row.last && { last: row.last }), ...(await readSince(client)) };
}

async function readOrder(client: Client, schema: string): Promise<NonNullable<Integrity['indexes']>> {
  // The name comes quoted from the catalogue; a path is set by a value, and the function is found by it.
  await rowsOf(client, sql`select set_config('search_path', ${`${schema}, pg_catalog`}, false)`, z.unknown());
  const indexes = await rowsOf(
    client,
    sql`select c.oid::text as id, n.nspname as schema, t.relname as name, c.relname as index
        from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
          join pg_am a on a.oid = c.relam
        where a.amname = 'btree' and c.relkind = 'i' and c.relpersistence <> 't' and i.indisvalid and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
        order by c.relpages, c.oid`,
    Index,
  );
  const broken: { index: string; table: string; why: string }[] = [];
  const end = performance.now() + BEGIN_WITHIN_MS;
  let checked = 0;
  for (const { id, schema: of, name, index } of indexes) {
    if (performance.now() >= end) break;
    const found = await lookAt(client, id);
    if (found.is === 'passed over') continue;
    checked += 1;
    if (found.is === 'broken') broken.push({ index, table: tableKey(of, name), why: found.why });
  }
  return { all: indexes.length, checked, broken };
}

async function lookAt(client: Client, id: string) {
  try {
    await rowsOf(client, sql`select bt_index_check(${id}::oid::regclass)`, z.unknown());
    return { is: 'sound' } as const;
  } catch (problem) {
    const code = errorCode(problem);
    if (problem instanceof Error && damaged.has(code)) return { is: 'broken', why: problem.message } as const;
    if (passedOver.has(code)) return { is: 'passed over' } as const;
    throw problem;
  }
}
