import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import type { Earlier } from '../core/since.ts';
import { jsonText } from '../core/json.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

/** What one check said in one run. */
export const Reported = z.object({
  check: z.string(),
  status: z.enum(['ok', 'unknown', 'warn', 'critical', 'skipped']),
  findings: z.custom<readonly Finding[]>(Array.isArray),
  tookMs: z.number(),
});
export type Reported = z.infer<typeof Reported>;

export async function putFindings(tx: Tx, run: number, { check, status, findings, tookMs }: Reported): Promise<void> {
  await tx.execute(
    sql`insert into findings (run, "check", status, findings, took_ms) values (${run}, ${check}, ${status}, ${jsonText(findings)}, ${Math.round(tookMs)})
        on conflict (run, "check") do update set status = excluded.status, findings = excluded.findings, took_ms = excluded.took_ms, at = now()`,
  );
}

/** What this check said in this environment the last time before that run. */
export async function findingsBefore(
  tx: Tx,
  { run, environment, check }: { readonly run: number; readonly environment: string; readonly check: string },
): Promise<Earlier | undefined> {
  const [row] = await tx.rows(
    sql`select findings.at, findings.findings from findings join runs on runs.id = findings.run
        where findings."check" = ${check} and runs.environment = ${environment} and findings.run < ${run}
        order by findings.at desc limit 1`,
    Reported.pick({ findings: true }).extend({ at: z.date() }),
  );
  return row;
}

export function findingsOf(tx: Tx, run: number): Promise<readonly Reported[]> {
  return tx.rows(
    sql`select "check", status, findings, took_ms as "tookMs" from findings where run = ${run} order by at, "check"`,
    Reported,
  );
}
