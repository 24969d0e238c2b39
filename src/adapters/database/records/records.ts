import type { Client } from 'pg';
import type { RecordsReader } from '../../../ports/records.ts';
import { doing } from '../errors.ts';
import { withSession } from '../session.ts';
import { readDomains } from './domains.ts';
import { readJobs, readOpenJobs } from './jobs.ts';
import { readAudit, readLogins, readUsers } from './users.ts';

const READ_MS = 15_000;

/** The rows of the platform's own tables, each question on a read-only connection of its own. */
export function createRecords({ url }: { readonly url: string }): RecordsReader {
  const lend = <Result>(what: string, signal: AbortSignal, work: (client: Client) => Promise<Result>): Promise<Result> =>
    doing(what, signal, () => withSession({ url, mode: 'read', statementTimeoutMs: READ_MS }, signal, work));
  return {
    users: (signal) => lend('reading the users', signal, readUsers),
    jobs: (from, to, signal) => lend('counting the jobs', signal, (client) => readJobs(client, from, to)),
    openJobs: (stuckSeconds, now, signal) =>
      lend('looking for jobs that are stuck', signal, (client) => readOpenJobs(client, stuckSeconds, now)),
    domains: (before, from, to, signal) => lend('counting the domains', signal, (client) => readDomains(client, before, from, to)),
    logins: (since, signal) => lend('reading the logins', signal, (client) => readLogins(client, since)),
    audit: (since, signal) => lend('reading the audit log', signal, (client) => readAudit(client, since)),
  };
}
