import { mkdir } from 'node:fs/promises';
import { createUnmanagedServices } from '../../src/adapters/services/unmanaged.ts';
import { createDatabase } from '../../src/adapters/database/database.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { Act, Look } from '../../src/core/look.ts';
import type { Plan, Task } from '../../src/core/task.ts';
import type { Writers } from '../../src/ports/index.ts';
import { adminUrl } from '../support/stores.ts';
import { query, sample, type Sample } from '../adapters/backups/sample.ts';

export type Needs = 'backups' | 'database' | 'services';
type Used = Pick<Writers, Needs>;

/** The real parts of one small platform, and what a worker does with a task, by hand. */
export interface Platform extends Sample {
  readonly ports: Used;
  readonly live: string;
  look(runId: number): Look<Needs>;
  act(runId: number): Act<Needs>;
  /** Rows of a table of the database that serves. */
  rows(table: string): Promise<unknown>;
  /** Keeps the database as it is now, for `reset`. */
  freeze(): Promise<void>;
  /** The database as it was frozen, and no other of its name. */
  reset(): Promise<void>;
  end(): Promise<void>;
}

export async function platform(): Promise<Platform> {
  const small = await sample();
  await mkdir(small.folder, { recursive: true });
  const database = createDatabase({ url: small.url });
  const ports = { backups: small.backups(), database, services: createUnmanagedServices() };
  const { signal } = new AbortController();
  return {
    ...small,
    ports,
    live: database.live,
    look: (runId) => ({ ...ports, now: new Date(), signal, runId }),
    act: (runId) => ({ ...ports, now: new Date(), signal, runId, progress: () => undefined }),
    rows: async (table) => (await query(small.url, `SELECT count(*)::int AS rows FROM ${table}`))[0]?.['rows'],
    freeze: () => admin(`CREATE DATABASE "${database.live}_base" TEMPLATE "${database.live}"`),
    reset: async () => {
      await dropAll(database.live, `${database.live}_base`);
      await admin(`CREATE DATABASE "${database.live}" TEMPLATE "${database.live}_base"`);
    },
    end: async () => {
      await database.close();
      await dropAll(database.live);
      await small.drop();
    },
  };
}

/** Rows too many, a table too few, and one that the archive does not know. */
export async function mistake({ url }: Platform): Promise<void> {
  await query(url, "INSERT INTO jobs (type, status, created_at) SELECT 'late', 'pending', '2026-11-23 10:01' FROM generate_series(1, 412)");
  await query(url, 'DROP TABLE domains');
  await query(url, 'CREATE TABLE jobs_archive AS SELECT * FROM jobs LIMIT 12');
}

/** The plan, or the reason why there is none as an error. */
export async function planned<Input, Work>(
  task: Task<Input, Work, Needs>,
  at: Platform,
  input: Input,
  runId: number,
): Promise<Extract<Plan<Work>, { is: 'plan' }>> {
  const plan = await task.plan(at.look(runId), task.input.parse(input));
  if (plan.is !== 'plan') throw new Error(`${plan.is}: ${plan.why}`);
  return { ...plan, work: task.work.parse(JSON.parse(JSON.stringify(plan.work))) };
}

/** What a worker does with an approved plan: all steps, or those up to one that it dies in front of. */
export async function take<Input, Work>(
  task: Task<Input, Work, Needs>,
  at: Platform,
  work: Work,
  runId: number,
  upTo?: string,
): Promise<void> {
  for (const step of task.steps) {
    if (step.id === upTo) return;
    await step.act(at.act(runId), work);
  }
}

/** A whole run, from its plan to its receipt. */
export async function run<Input, Work>(
  task: Task<Input, Work, Needs>,
  at: Platform,
  input: Input,
  runId: number,
): Promise<readonly Finding[]> {
  const { work } = await planned(task, at, input, runId);
  await take(task, at, work, runId);
  await task.cleanUp?.(at.act(runId), work);
  return task.verify(at.look(runId), work);
}

async function admin(text: string): Promise<void> {
  await query(adminUrl(), text);
}

async function dropAll(live: string, except = ''): Promise<void> {
  const names = await query(adminUrl(), 'SELECT datname AS name FROM pg_database');
  const ours = names.map(({ name }) => String(name)).filter((name) => name.startsWith(live) && name !== except);
  for (const name of ours) await admin(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}
