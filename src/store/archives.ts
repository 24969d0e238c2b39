import { z } from 'zod';
import type { Verification } from '../ports/backups.ts';
import { jsonText } from '../core/json.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

const Contents = z.object({
  database: z.string(),
  serverVersion: z.number(),
  encoding: z.string().optional(),
  collation: z.string().optional(),
  extensions: z.array(z.string()),
  rows: z.record(z.string(), z.number()),
  hasInserts: z.boolean().optional(),
  dumpBytes: z.number(),
  newest: z.coerce.date().optional(),
  indexes: z.number().optional(),
  constraints: z.number().optional(),
});

const StoredVerification = z.object({
  name: z.string(),
  verified: z.boolean(),
  kind: z.enum(['format 2', 'legacy']),
  level: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  problems: z.array(z.string()),
  notApplicable: z.array(z.string()),
  bytes: z.number(),
  sha256: z.string(),
  takenAt: z.coerce.date(),
  verifiedAt: z.coerce.date(),
  tookMs: z.number(),
  contents: Contents.optional(),
});

/** What the last verification of exactly this file said; a cache that a scan can rebuild. */
export async function rememberedVerification(
  tx: Tx,
  environment: string,
  name: string,
  fingerprint: string,
): Promise<Verification | undefined> {
  const [row] = await tx.rows(
    sql`select verification from archives where environment = ${environment} and name = ${name} and fingerprint = ${fingerprint}`,
    z.object({ verification: StoredVerification }),
  );
  if (!row) return undefined;
  const { contents, ...rest } = row.verification;
  return contents ? { ...rest, contents: defined(contents) } : rest;
}

type Contents = z.infer<typeof Contents>;

/** An optional field that is not there is left out, which the exact types of the port ask for. */
function defined(contents: Contents): NonNullable<Verification['contents']> {
  const { encoding, collation, hasInserts, newest, indexes, constraints, ...known } = contents;
  return {
    ...known,
    ...(encoding === undefined ? {} : { encoding }),
    ...(collation === undefined ? {} : { collation }),
    ...(hasInserts === undefined ? {} : { hasInserts }),
    ...(newest === undefined ? {} : { newest }),
    ...(indexes === undefined ? {} : { indexes }),
    ...(constraints === undefined ? {} : { constraints }),
  };
}

export async function rememberVerification(tx: Tx, environment: string, fingerprint: string, verification: Verification): Promise<void> {
  await tx.execute(
    sql`insert into archives (environment, name, fingerprint, verification) values (${environment}, ${verification.name}, ${fingerprint}, ${jsonText(verification)})
        on conflict (environment, name) do update set fingerprint = excluded.fingerprint, verification = excluded.verification, at = now()`,
  );
}

/** Forgets what old verifications said of archives other than these. */
export async function forgetVerifications(
  tx: Tx,
  environment: string,
  { except, olderThanDays }: { readonly except: readonly string[]; readonly olderThanDays: number },
): Promise<void> {
  await tx.execute(
    sql`delete from archives where environment = ${environment} and name <> all(${except}) and at < now() - make_interval(days => ${olderThanDays})`,
  );
}
