import { escapeIdentifier, type Client } from 'pg';
import { z } from 'zod';
import { Absent } from '../../../core/errors.ts';
import { errorCode } from '../../../lib/error-code.ts';
import { sql } from '../../../lib/sql.ts';
import type { Statements, StatisticsReader, StatementUse } from '../../../ports/statistics.ts';
import { rowsOf } from '../session.ts';

type Wanted = Parameters<StatisticsReader['statements']>[0];

/** 55000: the view is there, and the library behind it was not loaded with the server. */
const NOT_LOADED = '55000';
const steps =
  'pg_stat_statements is not set up: add it to shared_preload_libraries and restart PostgreSQL, then run CREATE EXTENSION pg_stat_statements in this database';
/** The server's own text where a role may not see the statements of others. */
const hiddenText = '<insufficient privilege>';

const Use = z.object({
  text: z.string(),
  calls: z.number(),
  totalMs: z.number(),
  meanMs: z.number(),
  rows: z.number(),
  hitPercent: z.number().nullable(),
  sharePercent: z.number(),
  allHidden: z.number(),
});

/** What keeps house, not what the platform asks for: nobody makes a COMMIT quicker by an index. */
const utilities =
  'begin|start|commit|rollback|savepoint|release|set|show|reset|discard|deallocate|prepare|declare|fetch|close|listen|unlisten|notify|lock|create|alter|drop|grant|revoke|comment|vacuum|analyze|reindex|cluster|checkpoint|copy|truncate|explain|do';
/** What reads the server's own books: the looking at it, `pg_dump`, whoever keeps watch. */
const books =
  '\\m(from|join)\\s+(only\\s+)?(pg_catalog\\.)?pg_(?!sleep)|\\mpg_(stat|total_relation_size|database_size)|\\mbt_index_check\\M';

/** The view's columns follow the version of the extension, not that of the server: an upgraded server keeps the old one. */
export async function readStatements(client: Client, wanted: Wanted): Promise<Statements> {
  const view = await viewOf(client);
  const found = await rowsOf(client, statementFor(view, wanted), Use).catch((error: unknown) => {
    throw errorCode(error) === NOT_LOADED ? new Absent(steps) : error;
  });
  return {
    ...(await readInfo(client, view)),
    hidden: found[0]?.allHidden ?? 0,
    statements: found.filter(({ text }) => text !== hiddenText).map(useOf),
  };
}

interface View {
  readonly name: string;
  readonly info: string | undefined;
  readonly columns: readonly string[];
}

async function viewOf(client: Client): Promise<View> {
  const [found] = await rowsOf(
    client,
    sql`select n.nspname as schema, to_regclass(quote_ident(n.nspname) || '.pg_stat_statements_info') is not null as info,
          (select array_agg(a.attname::text) from pg_attribute a where a.attrelid = to_regclass(quote_ident(n.nspname) || '.pg_stat_statements') and a.attnum > 0) as columns
        from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'pg_stat_statements'`,
    z.object({ schema: z.string(), info: z.boolean(), columns: z.array(z.string()).nullable() }),
  );
  if (!found?.columns) throw new Absent(steps);
  const schema = escapeIdentifier(found.schema);
  return {
    name: `${schema}.pg_stat_statements`,
    info: found.info ? `${schema}.pg_stat_statements_info` : undefined,
    columns: found.columns,
  };
}

/** Of this database only, and not the looking at it: what reads the server's own books is the bot, or somebody like it. */
function statementFor({ name, columns }: View, { by, minMeanMs, limit }: Wanted) {
  const [total, mean] = columns.includes('total_exec_time') ? ['total_exec_time', 'mean_exec_time'] : ['total_time', 'mean_time'];
  const own = `s.dbid = (select oid from pg_database where datname = current_database())`;
  const text = `with own as (select s.query as whole, left(s.query, 500) as text, s.calls::float8 as calls, s.${total}::float8 as "totalMs", s.${mean}::float8 as "meanMs", s.rows::float8 as rows,
        (100.0 * s.shared_blks_hit / nullif(s.shared_blks_hit + s.shared_blks_read, 0))::float8 as "hitPercent" from ${name} s where ${own})
      , asked as (select * from own where whole !~* '${books}' and whole !~* '^\\s*(${utilities})\\M')
      select text, calls, "totalMs", "meanMs", rows, "hitPercent", coalesce(100 * "totalMs" / nullif((select sum("totalMs") from asked), 0), 0)::float8 as "sharePercent",
        (select count(*)::int from own where text = $3) as "allHidden"
      from asked where "meanMs" >= $1
      order by ${by === 'total' ? '"totalMs"' : '"meanMs"'} desc limit $2`;
  return { text, values: [minMeanMs, limit, hiddenText] };
}

function useOf({ hitPercent, text, calls, totalMs, meanMs, rows, sharePercent }: z.infer<typeof Use>): StatementUse {
  return { text, calls, totalMs, meanMs, rows, sharePercent, ...(hitPercent === null ? {} : { hitPercent }) };
}

/** From version 1.9 of the extension on it says since when it counts, and how much it had to forget. */
async function readInfo(client: Client, { info }: View): Promise<Pick<Statements, 'since' | 'dropped'>> {
  if (info === undefined) return { dropped: 0 };
  const [row] = await rowsOf(
    client,
    { text: `select stats_reset as since, dealloc::float8 as dropped from ${info}`, values: [] },
    z.object({ since: z.date().nullable(), dropped: z.number() }),
  );
  return { dropped: row?.dropped ?? 0, ...(row?.since ? { since: row.since } : {}) };
}
