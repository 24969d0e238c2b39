import type { Sample } from '../core/check.ts';
import { Point } from '../core/metric.ts';
import type { Metric } from '../core/metric.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

/** Keeps what was measured, to the minute: the first one of a minute stays. */
export async function keepSamples(tx: Tx, environment: string, at: Date, samples: readonly Sample[]): Promise<void> {
  if (samples.length === 0) return;
  const column = <Value>(of: (sample: Sample) => Value): Value[] => samples.map(of);
  await tx.execute(
    sql`insert into samples (environment, metric, subject, at, value)
        select ${environment}, metric, subject, date_trunc('minute', ${at}::timestamptz), value
        from unnest(${column(({ metric }) => metric)}::text[], ${column(({ subject }) => subject)}::text[], ${column(({ value }) => value)}::float8[]) as new (metric, subject, value)
        on conflict do nothing`,
  );
}

/** All points since then, oldest first. */
export function seriesOf(tx: Tx, environment: string, metric: Metric, since: Date): Promise<readonly Point[]> {
  return tx.rows(
    sql`select subject, at, value from samples where environment = ${environment} and metric = ${metric} and at >= ${since} order by at, subject`,
    Point,
  );
}

/** The newest point of each subject between two moments. */
export function pointsBefore(tx: Tx, environment: string, metric: Metric, moment: Date, since: Date): Promise<readonly Point[]> {
  return tx.rows(
    sql`select distinct on (subject) subject, at, value from samples
        where environment = ${environment} and metric = ${metric} and at between ${since} and ${moment} order by subject, at desc`,
    Point,
  );
}

/**
 * After some days one point an hour tells enough, and after some months one a day; the last one of each is kept. A year and a month is what
 * a report compares. Returns how many went.
 */
export async function thinSamples(tx: Tx, environment: string): Promise<number> {
  const old = await tx.execute(sql`delete from samples where environment = ${environment} and at < now() - interval '400 days'`);
  const thin = (unit: string, from: string, to: string): Promise<number> =>
    tx.execute(
      sql`delete from samples s where environment = ${environment} and at < now() - ${from}::interval and at >= now() - ${to}::interval
            and exists (select from samples later where later.environment = s.environment and later.metric = s.metric and later.subject = s.subject
              and later.at > s.at and date_trunc(${unit}, later.at) = date_trunc(${unit}, s.at))`,
    );
  return old + (await thin('hour', '8 days', '95 days')) + (await thin('day', '95 days', '401 days'));
}
