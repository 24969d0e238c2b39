import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { escapeIdentifier } from 'pg';
import { withClient } from '../../../sandbox/stores/databases.ts';
import { createRecords } from '../../../src/adapters/database/records/records.ts';
import { Absent } from '../../../src/core/errors.ts';
import { majors, startMajor } from '../../support/majors.ts';

const never = new AbortController().signal;
const now = new Date('2026-11-26T08:00:00Z');
const at = (text: string): Date => new Date(`2026-${text}Z`);

/** The schema that the guide has in mind, where it differs from the platform's. */
const guideSchema = `
  CREATE TABLE users (id serial PRIMARY KEY, username text, email text, last_login timestamptz, created_at timestamptz, is_active boolean, password_hash text);
  CREATE TABLE jobs (id serial PRIMARY KEY, job_type text, status text, created_at timestamptz, completed_at timestamptz, updated_at timestamptz);
  CREATE TABLE domains (id serial PRIMARY KEY, domain text, status text, created_at timestamptz);
  CREATE TABLE login_attempts (id serial PRIMARY KEY, username text, login_time timestamptz, ip_address inet, success boolean);
  CREATE TABLE audit_log (id serial PRIMARY KEY, username text, action text, old_value text, created_at timestamptz);
  INSERT INTO users (username, email, last_login, created_at, is_active) VALUES ('amara', 'a@x', '2026-11-25 10:00Z', '2026-01-01Z', true), ('never', 'n@x', NULL, '2026-02-01Z', true);
  INSERT INTO jobs (job_type, status, created_at, completed_at, updated_at) VALUES
    ('enumeration', 'completed', '2026-11-02 10:00Z', '2026-11-02 10:01Z', '2026-11-20Z'), ('enumeration', 'failed', '2026-11-03 10:00Z', NULL, '2026-11-03 10:05Z');
  INSERT INTO domains (domain, status, created_at) VALUES ('a.example', 'active', '2026-11-02Z'), ('b.example', 'gone', '2026-10-02Z');
  INSERT INTO login_attempts (username, login_time, ip_address, success) VALUES ('amara', '2026-11-26 07:00Z', '10.0.0.1', true), ('amara', '2026-11-26 06:59Z', '10.0.0.1', false), ('old', '2026-10-01Z', '10.0.0.2', false);
  INSERT INTO audit_log (username, action, old_value, created_at) VALUES ('amara', 'delete domain', 'api_key=sk-secret', '2026-11-26 07:30Z');`;

const platformRows = `
  INSERT INTO users (username, password_hash, is_active, created_at) VALUES
    ('admin', 'scrypt:32768:8:1$bigshotDefault00$4de8de68a44b50bf94cf1bdf68c45e15f6e6edf2ec4467915f763d0fdb27f03862ce48dbcad38c6ad53c6dde5bf7f4959507635b5d8f2b0104031e102b905245', true, '2026-01-01'),
    ('bjorn', 'x', false, '2026-11-24');
  INSERT INTO jobs (type, status, created_at, updated_at) VALUES
    ('enumeration', 'completed', '2026-11-02 10:00', '2026-11-02 10:01'), ('enumeration', 'completed', '2026-11-02 11:00', '2026-11-02 11:03'),
    ('enumeration', 'failed', '2026-11-03 10:00', '2026-11-03 10:05'), ('notification', 'pending', '2026-11-26 07:00', '2026-11-26 07:00'),
    ('enumeration', 'running', '2026-11-26 01:00', '2026-11-26 02:00'), ('enumeration', 'running', '2026-11-26 07:50', '2026-11-26 07:59'),
    ('enumeration', 'completed', '2026-10-31 23:59', '2026-11-01 00:05'), ('notification', 'completed', '2026-11-26 06:00', '2026-11-26 06:01');
  INSERT INTO domains (root_domain, subdomain, source, cdx_indexed, created_at) VALUES
    ('example.com', 'a.example.com', 'crt', true, '2026-11-02'), ('example.com', 'b.example.com', 'crt', false, '2026-10-02'), ('example.org', 'c.example.org', 'dns', false, '2026-11-09');
  INSERT INTO llm_provider_configs (provider, name, base_url, model) VALUES ('p', 'n', 'u', 'm');
  INSERT INTO llm_provider_audit_logs (action, user_id, old_values, created_at) VALUES ('update', 1, 'api_key=sk-secret', '2026-11-26 07:00');`;

describe.each(majors.filter(({ isHere }) => isHere))('$title', ({ major }) => {
  let server: Awaited<ReturnType<typeof startMajor>>;
  const other = (name: string): string => {
    const url = new URL(server.url);
    url.pathname = `/${name}`;
    return url.href;
  };
  const fresh = async (name: string, text: string): Promise<string> => {
    await withClient(server.url, (client) => client.query(`CREATE DATABASE ${escapeIdentifier(name)}`));
    await withClient(other(name), (client) => client.query(text));
    return other(name);
  };

  beforeAll(async () => {
    server = await startMajor(major);
    await withClient(server.url, async (client) => {
      await client.query(platformRows);
      // Times without a zone are UTC, wherever the server thinks that it stands.
      await client.query(`ALTER DATABASE platform SET timezone = 'Asia/Tokyo'`);
    });
  });
  afterAll(() => server.stop());

  test('the platform’s own schema: users without a last login, and the password that everybody knows', async () => {
    const users = await createRecords({ url: server.url }).users(never);

    expect(users).toEqual([
      { name: 'bjorn', isActive: false, createdAt: at('11-24T00:00:00') },
      { name: 'admin', isActive: true, createdAt: at('01-01T00:00:00'), hasDefaultPassword: true },
    ]);
  });

  test('the platform’s own schema: jobs of a month, their end by the last change', async () => {
    const { kinds, ...about } = await createRecords({ url: server.url }).jobs(at('11-01T00:00:00'), at('12-01T00:00:00'), never);

    expect(about).toEqual({ isApproximate: true, withArchive: false });
    expect(kinds).toEqual([
      { kind: 'enumeration', total: 5, completed: 2, failed: 1, open: 2, medianSeconds: 60, p95Seconds: 180 },
      { kind: 'notification', total: 2, completed: 1, failed: 0, open: 1, medianSeconds: 60, p95Seconds: 60 },
    ]);
  });

  test('the platform’s own schema: what runs without a sign of life', async () => {
    expect(await createRecords({ url: server.url }).openJobs(3600, now, never)).toEqual({
      running: 2,
      pending: 1,
      stuck: 1,
      oldest: { id: '5', kind: 'enumeration', seconds: 6 * 3600 },
      endedLastDay: 1,
    });
  });

  test('the platform’s own schema: domains by source, against the month before', async () => {
    expect(
      await createRecords({ url: server.url }).domains(at('10-01T00:00:00'), at('11-01T00:00:00'), at('12-01T00:00:00'), never),
    ).toEqual({
      total: 3,
      roots: 2,
      inPeriod: 2,
      inPeriodBefore: 1,
      bySource: [
        { source: 'crt', total: 2, inPeriod: 1 },
        { source: 'dns', total: 1, inPeriod: 1 },
      ],
      indexedPercent: expect.closeTo(33.3, 1),
    });
  });

  test('the platform’s own schema has no table of logins, and its audit log shows no values', async () => {
    const records = createRecords({ url: server.url });

    await expect(records.logins(at('11-25T08:00:00'), never)).rejects.toThrow(Absent);
    await expect(records.logins(at('11-25T08:00:00'), never)).rejects.toThrow('this platform has no table login_attempts or auth_events');
    expect(await records.audit(at('11-25T08:00:00'), never)).toEqual({
      table: 'llm_provider_audit_logs',
      total: 1,
      rows: [{ action: 'update', who: '1', at: at('11-26T07:00:00') }],
    });
  });

  test('the guide’s schema: every question has its answer', async () => {
    const records = createRecords({ url: await fresh(`guide_${major}`, guideSchema) });

    expect(await records.users(never)).toMatchObject([
      { name: 'amara', lastLogin: at('11-25T10:00:00') },
      { name: 'never', lastLogin: null },
    ]);
    expect(await records.jobs(at('11-01T00:00:00'), at('12-01T00:00:00'), never)).toMatchObject({
      isApproximate: false,
      kinds: [{ kind: 'enumeration', total: 2, completed: 1, failed: 1, medianSeconds: 60 }],
    });
    expect(await records.openJobs(3600, now, never)).toMatchObject({ running: 0, stuck: 0 });
    expect(await records.domains(at('10-01T00:00:00'), at('11-01T00:00:00'), at('12-01T00:00:00'), never)).toEqual({
      total: 2,
      roots: 2,
      inPeriod: 1,
      inPeriodBefore: 1,
      bySource: [],
      active: 1,
    });
    expect(await records.logins(at('11-25T08:00:00'), never)).toEqual([
      { user: 'amara', ip: '10.0.0.1', at: at('11-26T07:00:00'), succeeded: true },
      { user: 'amara', ip: '10.0.0.1', at: at('11-26T06:59:00'), succeeded: false },
    ]);
    const audit = await records.audit(at('11-25T08:00:00'), never);
    expect(audit).toMatchObject({ table: 'audit_log', rows: [{ action: 'delete domain', who: 'amara' }] });
    expect(JSON.stringify(audit)).not.toContain('secret');
  });

  test('jobs that were archived are counted with the others', async () => {
    const url = await fresh(`archive_${major}`, `${guideSchema} CREATE TABLE jobs_archive AS SELECT * FROM jobs; DELETE FROM jobs`);

    const { kinds, withArchive } = await createRecords({ url }).jobs(at('11-01T00:00:00'), at('12-01T00:00:00'), never);

    expect({ withArchive, totals: kinds.map(({ total }) => total) }).toEqual({ withArchive: true, totals: [2] });
  });

  test('an empty database says of every table that it is not there', async () => {
    const records = createRecords({ url: await fresh(`empty_${major}`, 'SELECT 1') });
    const month = [at('10-01T00:00:00'), at('11-01T00:00:00'), at('12-01T00:00:00')] as const;

    const all = await Promise.allSettled([
      records.users(never),
      records.jobs(month[1], month[2], never),
      records.openJobs(3600, now, never),
      records.domains(...month, never),
      records.logins(month[0], never),
      records.audit(month[0], never),
    ]);

    expect(all.map((one) => (one.status === 'rejected' ? one.reason instanceof Absent : 'answered'))).toEqual(Array(6).fill(true));
  });

  test('a role that may not read a table is told so, and nothing is called absent', async () => {
    await withClient(server.url, (client) => client.query(`CREATE ROLE blind LOGIN PASSWORD 'blind'`));
    const url = new URL(server.url);
    url.username = 'blind';
    url.password = 'blind';

    await expect(createRecords({ url: url.href }).users(never)).rejects.toThrow(
      expect.objectContaining({
        cause: expect.objectContaining({ message: 'the configured role may not use table users: it lacks the privilege' }),
      }),
    );
  });
});
