import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { withClient } from '../../../sandbox/stores/databases.ts';
import { createBackups, type BackupsOptions } from '../../../src/adapters/backups/backups.ts';
import type { Remembered } from '../../../src/adapters/backups/folder.ts';
import type { BackupsWriter, Verification } from '../../../src/ports/backups.ts';
import { testDatabase } from '../../support/stores.ts';

/** What a title says when the client programs are not there. */
export const NO_CLIENTS = ' (needs pg_dump and psql of the package postgresql-client)';
export const hasClients = (await execa('pg_dump', ['--version'], { reject: false })).exitCode === 0;

export const never = new AbortController().signal;
export const quiet = (): void => undefined;

/** A small platform: a database like that of the platform, and a folder for its archives. */
export interface Sample {
  readonly url: string;
  readonly folder: string;
  readonly logs: string;
  readonly instance: string;
  readonly remembered: Map<string, Verification>;
  backups(more?: Partial<BackupsOptions>): BackupsWriter;
  drop(): Promise<void>;
}

const SCHEMA = `
  CREATE TABLE users (id serial PRIMARY KEY, username text UNIQUE NOT NULL, created_at timestamp NOT NULL DEFAULT now());
  CREATE TABLE jobs (id serial PRIMARY KEY, type text NOT NULL, domain text, status text NOT NULL, result text,
    created_at timestamp NOT NULL, CONSTRAINT known_status CHECK (status IN ('pending', 'running', 'completed', 'failed', 'cancelled')));
  CREATE INDEX jobs_created_at ON jobs (created_at);
  CREATE TABLE domains (id serial PRIMARY KEY, root_domain text, subdomain text, source text, created_at timestamp NOT NULL, UNIQUE (subdomain, source));
  CREATE TABLE notes (id serial PRIMARY KEY, job_id int REFERENCES jobs, body text);
  CREATE SCHEMA archive;
  CREATE TABLE archive."Old jobs" (id int PRIMARY KEY, body text);
  CREATE FUNCTION touch() RETURNS int LANGUAGE plpgsql AS $body$ BEGIN RETURN 1; -- a ' and a ; and \\
    END $body$;
`;

const ROWS = `
  INSERT INTO users (username, created_at) SELECT 'user ' || n, '2025-01-01' FROM generate_series(1, 20) n;
  INSERT INTO jobs (type, domain, status, result, created_at)
    SELECT 'scan', 'host' || n || '.example', 'completed', E'line one\\nline\\ttwo \\\\ ' || repeat(md5(n::text), 8), timestamp '2025-01-01' + n * interval '1 hour'
    FROM generate_series(1, 3000) n;
  INSERT INTO domains (root_domain, subdomain, source, created_at)
    SELECT 'example', 'host' || n || '.example', 'dns', timestamp '2025-01-01' + n * interval '2 hours' FROM generate_series(1, 1000) n;
  INSERT INTO notes (job_id, body) VALUES (1, '\\.'), (2, E'\\\\! touch /tmp/owned'), (3, NULL), (4, '-- PostgreSQL database dump complete');
  INSERT INTO archive."Old jobs" VALUES (1, 'a'), (2, 'b');
`;

export async function sample(): Promise<Sample> {
  const database = await testDatabase();
  const { url } = database;
  await query(url, SCHEMA);
  await query(url, ROWS);
  const place = await mkdtemp(join(tmpdir(), 'bigshot-backups-'));
  const [folder, logs, instance] = [join(place, 'backups'), join(place, 'logs'), join(place, 'instance')];
  const remembered = new Map<string, Verification>();
  const memory: Remembered = {
    read: (name, fingerprint) => Promise.resolve(remembered.get(`${name} ${fingerprint}`)),
    write: (name, fingerprint, verification) => Promise.resolve(void remembered.set(`${name} ${fingerprint}`, verification)),
  };
  return {
    url,
    folder,
    logs,
    instance,
    remembered,
    backups: (more) => createBackups({ folder, files: {}, databaseUrl: url, remembered: memory, version: '0.1.0', ...more }),
    drop: async () => {
      await database.drop();
      await rm(place, { recursive: true, force: true });
    },
  };
}

export async function query(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  return withClient(url, async (client) => {
    const result: { readonly rows?: readonly Record<string, unknown>[] } = await client.query(text);
    return result.rows ?? [];
  });
}
