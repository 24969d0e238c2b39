import type { Client } from 'pg';
import { z } from 'zod';
import type { AuditRow, LoginRow, PlatformUser, RecordsReader } from '../../../ports/records.ts';
import { rowsOf } from '../session.ts';
import { isDefaultPassword } from './default-password.ts';
import { readShape } from './shape.ts';

const User = z.object({
  name: z.string(),
  isActive: z.boolean().nullable(),
  createdAt: z.date().nullable(),
  lastLogin: z.date().nullable(),
  hash: z.string().nullable(),
});

/** Of hashes only that of the user is read whom the platform makes by itself, and it stays here. */
export async function readUsers(client: Client): Promise<readonly PlatformUser[]> {
  const users = (await readShape(client)).table('users');
  const name = users.needed('username', 'name', 'email');
  const lastLogin = users.column('last_login', 'last_login_at');
  const hash = users.column('password_hash');
  const text = `select ${name}::text as name, ${users.column('is_active', 'active') ?? 'true'}::boolean as "isActive", ${users.column('created_at') ?? 'null'}::timestamptz as "createdAt",
      ${lastLogin ?? 'null'}::timestamptz as "lastLogin", case when ${name}::text = 'admin' then ${hash ?? 'null'}::text end as hash
    from ${users.sql} order by 4 desc nulls last, 3 desc nulls last, 1 limit 1000`;
  const rows = await rowsOf(client, { text, values: [] }, User);
  return Promise.all(
    rows.map(async (row): Promise<PlatformUser> => {
      const isKnown = row.hash !== null && (await isDefaultPassword(row.hash));
      return {
        name: row.name,
        isActive: row.isActive ?? false,
        createdAt: row.createdAt,
        ...(lastLogin !== undefined && { lastLogin: row.lastLogin }),
        ...(isKnown && { hasDefaultPassword: true }),
      };
    }),
  );
}

const Login = z.object({ user: z.string(), ip: z.string(), at: z.date(), succeeded: z.boolean() });

export async function readLogins(client: Client, since: Date): Promise<readonly LoginRow[]> {
  const logins = (await readShape(client)).table('login_attempts', 'auth_events');
  const at = logins.needed('login_time', 'attempted_at', 'created_at');
  const text = `select coalesce(left(${logins.needed('username', 'user_name', 'email')}::text, 200), '') as user, coalesce(left(${logins.column('ip_address', 'ip') ?? `''`}::text, 60), '') as ip,
      ${at}::timestamptz as at, coalesce(${logins.needed('success', 'succeeded', 'successful')}::boolean, false) as succeeded
    from ${logins.sql} where ${at} >= $1::timestamptz order by ${at} desc limit 200`;
  const rows = await rowsOf(client, { text, values: [since] }, Login);
  // PostgreSQL writes a single address of type inet with its mask.
  return rows.map((row) => ({ ...row, ip: row.ip.replace(/\/(32|128)$/, '') }));
}

const Audit = z.object({ action: z.string(), who: z.string(), at: z.date(), total: z.number() });

/** Named columns only: in others old and new values lie, which may be keys. */
export async function readAudit(client: Client, since: Date): ReturnType<RecordsReader['audit']> {
  const audit = (await readShape(client)).table('audit_log', 'audit_logs', 'llm_provider_audit_logs');
  const at = audit.needed('created_at', 'timestamp', 'event_time');
  const text = `select coalesce(left(${audit.needed('action', 'event', 'event_type')}::text, 100), '') as action, coalesce(left(${audit.column('username', 'user_name', 'user_id') ?? `''`}::text, 100), '') as who,
      ${at}::timestamptz as at, count(*) over ()::float8 as total
    from ${audit.sql} where ${at} >= $1::timestamptz order by ${at} desc limit 50`;
  const rows = await rowsOf(client, { text, values: [since] }, Audit);
  return {
    table: audit.name,
    total: rows[0]?.total ?? 0,
    rows: rows.map(({ action, who, at: time }): AuditRow => ({ action, who, at: time })),
  };
}
