import { Freeze } from '../core/freeze.ts';
import { sql, type Statement } from '../lib/sql.ts';
import type { Tx } from './store.ts';

export async function putFreeze(tx: Tx, { environment, reason, owner, until }: Omit<Freeze, 'since'>): Promise<void> {
  await tx.execute(
    sql`insert into holds (kind, environment, reason, owner, until) values ('freeze', ${environment}, ${reason}, ${owner}, ${until})`,
  );
}

/** Those that stand at that moment, the oldest first. */
export function freezesIn(tx: Tx, environment: string, now: Date): Promise<readonly Freeze[]> {
  return tx.rows(
    sql`select environment, reason, owner, since, until from holds
        where ${standing(environment, now)} order by id`,
    Freeze,
  );
}

/** Lifts all that stand; returns how many. */
export function liftFreezes(tx: Tx, environment: string, by: string, now: Date): Promise<number> {
  return tx.execute(sql`update holds set lifted_by = ${by}, lifted_at = ${now} where ${standing(environment, now)}`);
}

function standing(environment: string, now: Date): Statement {
  return sql`environment = ${environment} and kind = 'freeze' and lifted_at is null and (until is null or until > ${now})`;
}
