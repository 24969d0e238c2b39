import type { Client } from 'pg';
import { z } from 'zod';
import type { DomainUsage } from '../../../ports/records.ts';
import { rowsOf } from '../session.ts';
import { readShape } from './shape.ts';

const Totals = z.object({
  total: z.number(),
  roots: z.number(),
  inPeriod: z.number(),
  inPeriodBefore: z.number(),
  indexed: z.number().nullable(),
  active: z.number().nullable(),
});
const Source = z.object({ source: z.string(), total: z.number(), inPeriod: z.number() });

export async function readDomains(client: Client, before: Date, from: Date, to: Date): Promise<DomainUsage> {
  const domains = (await readShape(client)).table('domains');
  const created = domains.needed('created_at');
  const [root, indexed, status, source] = [
    domains.column('root_domain', 'domain'),
    domains.column('cdx_indexed'),
    domains.column('status'),
    domains.column('source'),
  ];
  const within = (begin: string, end: string): string =>
    `filter (where ${created} >= ${begin}::timestamptz and ${created} < ${end}::timestamptz)`;
  const [totals] = await rowsOf(
    client,
    {
      text: `select count(*)::float8 as total, ${root === undefined ? '0' : `count(distinct ${root})`}::float8 as roots, count(*) ${within('$2', '$3')}::float8 as "inPeriod",
          count(*) ${within('$1', '$2')}::float8 as "inPeriodBefore", ${indexed === undefined ? 'null' : `count(*) filter (where ${indexed})`}::float8 as indexed,
          ${status === undefined ? 'null' : `count(*) filter (where ${status}::text = 'active')`}::float8 as active
        from ${domains.sql}`,
      values: [before, from, to],
    },
    Totals,
  );
  const bySource =
    source === undefined
      ? []
      : await rowsOf(
          client,
          {
            text: `select coalesce(left(${source}::text, 100), '') as source, count(*)::float8 as total, count(*) ${within('$1', '$2')}::float8 as "inPeriod" from ${domains.sql} group by 1 order by 2 desc, 1 limit 10`,
            values: [from, to],
          },
          Source,
        );
  const { indexed: marked = null, active = null, ...counts } = totals ?? { total: 0, roots: 0, inPeriod: 0, inPeriodBefore: 0 };
  return {
    ...counts,
    bySource,
    ...(marked !== null && counts.total > 0 && { indexedPercent: (100 * marked) / counts.total }),
    ...(active !== null && { active }),
  };
}
