import type { Client } from 'pg';
import { z } from 'zod';
import type { JobStatistics, OpenJobs } from '../../../ports/records.ts';
import { rowsOf } from '../session.ts';
import { readShape } from './shape.ts';
import type { Shape, TableShape } from './shape.ts';

const Kind = z.object({
  kind: z.string(),
  total: z.number(),
  completed: z.number(),
  failed: z.number(),
  open: z.number(),
  medianSeconds: z.number().nullable(),
  p95Seconds: z.number().nullable(),
});

interface Jobs {
  readonly kind: string;
  readonly status: string;
  readonly created: string;
  /** When it came to its end, or was last changed. */
  readonly ended: string;
  readonly isApproximate: boolean;
}

function jobsIn(table: TableShape): Jobs {
  const finished = table.column('completed_at', 'finished_at');
  return {
    kind: table.needed('job_type', 'type'),
    status: table.needed('status'),
    created: table.needed('created_at'),
    ended: finished ?? table.needed('updated_at'),
    isApproximate: finished === undefined,
  };
}

/** Archived jobs are counted too: without them old months would shrink. */
export async function readJobs(client: Client, from: Date, to: Date): Promise<JobStatistics> {
  const shape = await readShape(client);
  const tables = [shape.table('jobs'), ...archiveOf(shape)];
  const parts = tables.map((table) => {
    const { kind, status, created, ended } = jobsIn(table);
    return `select coalesce(left(${kind}::text, 100), '') as kind, ${status}::text as status, extract(epoch from ${ended} - ${created})::float8 as seconds
      from ${table.sql} where ${created} >= $1::timestamptz and ${created} < $2::timestamptz`;
  });
  const done = `filter (where status = 'completed' and seconds >= 0)`;
  const text = `select kind, count(*)::float8 as total, count(*) filter (where status = 'completed')::float8 as completed, count(*) filter (where status = 'failed')::float8 as failed,
      count(*) filter (where status in ('pending', 'running'))::float8 as open,
      percentile_disc(0.5) within group (order by seconds) ${done} as "medianSeconds", percentile_disc(0.95) within group (order by seconds) ${done} as "p95Seconds"
    from (${parts.join(' union all ')}) as all_jobs group by kind order by 2 desc, 1 limit 50`;
  const kinds = await rowsOf(client, { text, values: [from, to] }, Kind);
  return { kinds, isApproximate: tables.some((table) => jobsIn(table).isApproximate), withArchive: tables.length > 1 };
}

function archiveOf(shape: Shape): readonly TableShape[] {
  return shape.has('jobs_archive') ? [shape.table('jobs_archive')] : [];
}

const Open = z.object({
  running: z.number(),
  pending: z.number(),
  stuck: z.number(),
  endedLastDay: z.number(),
  id: z.string().nullable(),
  kind: z.string().nullable(),
  seconds: z.number().nullable(),
});

/** A job that was running when its worker died stays so for ever: what has not changed for long is stuck. */
export async function readOpenJobs(client: Client, stuckSeconds: number, now: Date): Promise<OpenJobs> {
  const jobs = (await readShape(client)).table('jobs');
  const { kind, status, created, ended } = jobsIn(jobs);
  const changed = jobs.column('updated_at') ?? created;
  const stuck = `${status} = 'running' and ${changed} < $1::timestamptz - make_interval(secs => $2)`;
  const text = `with oldest as (select ${jobs.needed('id')}::text as id, coalesce(left(${kind}::text, 100), '') as kind, extract(epoch from $1::timestamptz - ${changed})::float8 as seconds
        from ${jobs.sql} where ${stuck} order by ${changed} limit 1)
      select (select count(*)::float8 from ${jobs.sql} where ${status} = 'running') as running, (select count(*)::float8 from ${jobs.sql} where ${status} = 'pending') as pending,
        (select count(*)::float8 from ${jobs.sql} where ${stuck}) as stuck,
        (select count(*)::float8 from ${jobs.sql} where ${status} in ('completed', 'failed', 'cancelled') and ${ended} >= $1::timestamptz - interval '1 day') as "endedLastDay",
        oldest.id, oldest.kind, oldest.seconds
      from (select 1) as one left join oldest on true`;
  const [row] = await rowsOf(client, { text, values: [now, stuckSeconds] }, Open);
  const { id = null, kind: oldestKind = null, seconds = null, ...counts } = row ?? { running: 0, pending: 0, stuck: 0, endedLastDay: 0 };
  return { ...counts, ...(id !== null && { oldest: { id, kind: oldestKind ?? '', seconds: seconds ?? 0 } }) };
}
