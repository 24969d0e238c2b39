import { Lock } from '../core/lock.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

/** Who, other than this run, holds one of these resources. */
export function holders(tx: Tx, environment: string, resources: readonly string[], run: number): Promise<readonly Omit<Lock, 'since'>[]> {
  return tx.rows(
    sql`select resource, run from locks where environment = ${environment} and resource = any(${resources}) and run <> ${run} order by resource`,
    Lock.omit({ since: true }),
  );
}

/** Takes all or none: false when one is held by another run. The caller rolls back then. */
export async function takeLocks(tx: Tx, environment: string, resources: readonly string[], run: number): Promise<boolean> {
  for (const resource of resources.toSorted()) {
    const taken = await tx.execute(
      sql`insert into locks (environment, resource, run) values (${environment}, ${resource}, ${run})
          on conflict (environment, resource) do update set since = locks.since where locks.run = ${run}`,
    );
    if (taken === 0) return false;
  }
  return true;
}

export function releaseLocks(tx: Tx, run: number): Promise<number> {
  return tx.execute(sql`delete from locks where run = ${run}`);
}
