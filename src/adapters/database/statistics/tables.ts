import type { Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../../core/errors.ts';
import { sql } from '../../../lib/sql.ts';
import { tableKey } from '../../../lib/table-key.ts';
import type { StatisticsReader } from '../../../ports/statistics.ts';
import { rowsOf } from '../session.ts';
import { readSince } from './since.ts';

const Activity = z.object({
  schema: z.string(),
  name: z.string(),
  inserted: z.number(),
  updated: z.number(),
  deleted: z.number(),
  liveRows: z.number(),
  deadRows: z.number(),
  sequentialScans: z.number(),
  indexScans: z.number(),
  vacuumedAt: z.date().nullable(),
  analyzedAt: z.date().nullable(),
});

export async function readActivity(client: Client): ReturnType<StatisticsReader['tables']> {
  const rows = await rowsOf(
    client,
    sql`select schemaname as schema, relname as name, n_tup_ins::float8 as inserted, n_tup_upd::float8 as updated, n_tup_del::float8 as deleted,
          n_live_tup::float8 as "liveRows", n_dead_tup::float8 as "deadRows", coalesce(seq_scan, 0)::float8 as "sequentialScans",
          coalesce(idx_scan, 0)::float8 as "indexScans", greatest(last_vacuum, last_autovacuum) as "vacuumedAt",
          greatest(last_analyze, last_autoanalyze) as "analyzedAt"
        from pg_stat_user_tables order by n_tup_ins + n_tup_upd + n_tup_del desc, 1, 2`,
    Activity,
  );
  return { ...(await readSince(client)), tables: rows.map(({ schema, name, ...rest }) => ({ ...rest, table: tableKey(schema, name) })) };
}

const Size = z.object({
  schema: z.string(),
  name: z.string(),
  rows: z.number(),
  totalBytes: z.number().nullable(),
  indexBytes: z.number().nullable(),
});

/**
 * Sizes are read from the files, under a lock that anybody may share. Where somebody holds a table or one of its indexes
 * for himself the question would wait, so there it is not asked.
 */
export async function readSizes(client: Client): ReturnType<StatisticsReader['sizes']> {
  const tables = await rowsOf(
    client,
    sql`with kept as (select coalesce(i.indrelid, l.relation) as oid from pg_locks l left join pg_index i on i.indexrelid = l.relation
            where l.locktype = 'relation' and l.mode = 'AccessExclusiveLock' and l.pid <> pg_backend_pid()
              and l.database = (select oid from pg_database where datname = current_database())),
          parts as (select coalesce(pg_partition_root(c.oid), c.oid) as root, greatest(c.reltuples, 0)::float8 as rows,
            case when kept.oid is null then pg_total_relation_size(c.oid)::float8 end as total,
            case when kept.oid is null then pg_indexes_size(c.oid)::float8 end as indexes
          from pg_class c left join (select distinct oid from kept) kept on kept.oid = c.oid
          where c.relkind in ('r', 'm') and c.relpersistence <> 't')
        select n.nspname as schema, c.relname as name, sum(rows) as rows,
          case when bool_and(total is not null) then sum(total) end as "totalBytes",
          case when bool_and(indexes is not null) then sum(indexes) end as "indexBytes"
        from parts join pg_class c on c.oid = parts.root join pg_namespace n on n.oid = c.relnamespace
        where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
        group by 1, 2 order by "totalBytes" desc nulls first, 1, 2`,
    Size,
  );
  const [all] = await rowsOf(client, sql`select pg_database_size(current_database())::float8 as bytes`, z.object({ bytes: z.number() }));
  if (!all) throw new OpsError('database', 'reading the size of the database: no answer');
  return { databaseBytes: all.bytes, tables: tables.map(({ schema, name, ...rest }) => ({ ...rest, table: tableKey(schema, name) })) };
}
