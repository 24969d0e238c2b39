import { z } from 'zod';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

export interface Alive {
  readonly name: string;
  readonly role: 'chat' | 'worker';
  readonly environment?: string;
  readonly version: string;
  /** Hash of the policies that this process goes by. */
  readonly policies: string;
}

/** Says "I am here"; repeated every few seconds. */
export async function present(tx: Tx, alive: Alive): Promise<void> {
  await tx.execute(
    sql`insert into workers (name, role, environment, version, policies) values (${alive.name}, ${alive.role}, ${alive.environment ?? null}, ${alive.version}, ${alive.policies})
        on conflict (name) do update set role = excluded.role, environment = excluded.environment, version = excluded.version, policies = excluded.policies, seen_at = now()`,
  );
}

export async function gone(tx: Tx, name: string): Promise<void> {
  await tx.execute(sql`delete from workers where name = ${name}`);
}

const AliveRow = z.object({
  name: z.string(),
  role: z.enum(['chat', 'worker']),
  environment: z.string().nullable(),
  version: z.string(),
  policies: z.string(),
});

/** Processes seen in the last 15 s. */
export async function alive(tx: Tx): Promise<readonly Alive[]> {
  const rows = await tx.rows(
    sql`select name, role, environment, version, policies from workers where seen_at > now() - interval '15 seconds' order by name`,
    AliveRow,
  );
  return rows.map(({ environment, ...rest }) => (environment === null ? rest : { ...rest, environment }));
}
