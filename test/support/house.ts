import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { expect } from 'vitest';
import { z } from 'zod';
import { startWorkspace } from '../../sandbox/slack/workspace.ts';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { patienceSeconds } from './patience.ts';
import { createSlackHand } from './slack-hand.ts';
import type { SlackHand } from './slack-hand.ts';
import { testDatabase } from './stores.ts';
import { problemsNoted } from './verdict.ts';
import { onlySchedules } from './quiet.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface HouseOptions {
  /** Statements that fill the platform's database, or a platform that runs already. */
  readonly platform: string | RunningPlatform;
  readonly redisUrl?: string;
  readonly schedules?: string;
  readonly policies?: string;
  /** What the local Slack may note against the bot, because the test brings it about: `<what>: <says>`. */
  readonly allowed?: readonly string[];
}

/** A platform that the house does not make: how the bot reaches it, and the values of the variables that this names. */
export interface RunningPlatform {
  readonly databaseUrl: string;
  /** What stands below the name of the environment in the configuration, besides its channel. */
  readonly environment: object;
  readonly secrets: Readonly<Record<string, string>>;
}

/** The bot as separate processes, as in production, beside a local Slack and a platform's database. */
export interface House {
  readonly slack: Workspace;
  readonly hand: SlackHand;
  readonly folder: string;
  readonly store: pg.Pool;
  readonly platformUrl: string;
  /** What its processes get in their environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** One statement on the database that serves. */
  platform(text: string): Promise<readonly unknown[]>;
  start(role: 'chat' | 'worker' | 'start', changes?: NodeJS.ProcessEnv): Promise<ChildProcess>;
  /** Ends a process and waits until it is gone. */
  end(child: ChildProcess, signal: NodeJS.Signals): Promise<void>;
  closeSlack(): Promise<void>;
  openSlack(): Promise<void>;
  logOf(role: string): Promise<string>;
  /** Ends everything, then fails if the local Slack noted anything against the bot that the test did not allow. */
  close(): Promise<void>;
}

export async function openHouse(options: HouseOptions): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'bigshot-house-'));
  await mkdir(join(folder, 'backups'));
  const botStore = await testDatabase();
  const running = typeof options.platform === 'string' ? undefined : options.platform;
  const live = running ? { url: running.databaseUrl, drop: () => Promise.resolve() } : await testDatabase();
  const store = new pg.Pool({ connectionString: botStore.url, max: 3 });
  store.on('error', () => {});
  if (typeof options.platform === 'string') await once(live.url, options.platform);
  let slack = await startWorkspace({ port: 0, manifest: join(root, 'manifest.yml'), folder: join(folder, 'slack') });
  let isSlackOpen = true;
  const noted: string[] = [];
  const askSlack = async () => {
    noted.push(...(await problemsNoted(slack, options.allowed).catch((err: unknown) => [String(err)])));
  };
  const port = Number(new URL(slack.url).port);
  const config = join(folder, 'bigshot.yml');
  await writeFile(config, configuration(slack, folder, options));
  const children = new Set<ChildProcess>();
  const environment = {
    ...process.env,
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
    SLACK_SIGNING_SECRET: slack.tokens.signingSecret,
    DATABASE_URL: botStore.url,
    BIGSHOT_CONFIG: config,
    BIGSHOT_NAME: 'house',
    PLATFORM_DATABASE_URL: live.url,
    ...running?.secrets,
    ...(options.redisUrl === undefined ? {} : { REDIS_URL: options.redisUrl }),
  };
  const house: House = {
    get slack() {
      return slack;
    },
    hand: createSlackHand(slack),
    folder,
    store,
    platformUrl: live.url,
    environment,
    platform: (text) => once(live.url, text),
    async start(role, changes = {}) {
      const log = openSync(join(folder, `${role}.log`), 'a');
      const args = ['--import', 'tsx', 'src/main.ts', role, ...(role === 'worker' ? ['--environment', 'prod'] : [])];
      const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', log, log], env: { ...environment, ...changes } });
      closeSync(log);
      children.add(child);
      child.on('exit', () => children.delete(child));
      await ready(folder, role, child);
      return child;
    },
    end: (child, signal) => ended(child, signal),
    async closeSlack() {
      await askSlack();
      isSlackOpen = false;
      await slack.close();
    },
    async openSlack() {
      slack = await startWorkspace({ port, manifest: join(root, 'manifest.yml'), folder: join(folder, 'slack') });
      isSlackOpen = true;
    },
    logOf: (role) => readFile(join(folder, `${role}.log`), 'utf8').catch(() => ''),
    async close() {
      if (isSlackOpen) await askSlack();
      await Promise.all([...children].map((child) => ended(child, 'SIGKILL')));
      if (isSlackOpen) await slack.close();
      await store.end();
      if (!running) await dropRelatives(live.url);
      await live.drop();
      await botStore.drop();
      await rm(folder, { recursive: true, force: true });
      expect(noted, 'what the local Slack noted against the bot').toEqual([]);
    },
  };
  return house;
}

function configuration(slack: Workspace, folder: string, { platform, schedules = onlySchedules(), policies }: HouseOptions): string {
  const person = (name: string) => slack.people.find((one) => one.name === name)?.id ?? '';
  const channel = slack.channels.find(({ name }) => name === 'ops')?.id ?? '';
  return `
slack: { channels: { ops: ${channel} } }
people: { alex: ${person('alex')}, kim: ${person('kim')} }
environments:
  prod: ${JSON.stringify({ channel: 'ops', ...(typeof platform === 'string' ? small(folder) : platform.environment) })}
policies: ${policies ?? '[{ task: restore-backup, approve: [alex, kim] }, { task: swap-databases, approve: [alex, kim] }]'}
schedules: ${schedules}
`;
}

function small(folder: string): object {
  return { database: { url: { env: 'PLATFORM_DATABASE_URL' } }, host: {}, backups: { folder: join(folder, 'backups') } };
}

/** A role is ready when it says so after its start; one that dies before gives its log. */
async function ready(folder: string, role: string, child: ChildProcess): Promise<void> {
  const file = join(folder, `${role}.log`);
  const said = `"pid":${child.pid},"msg":"ready"`;
  for (const deadline = Date.now() + patienceSeconds * 1000; Date.now() < deadline;) {
    const text = await readFile(file, 'utf8');
    if (text.includes(said)) return;
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`${role} ended at its start:\n${text.slice(-2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${role} was not ready in ${patienceSeconds} s:\n${(await readFile(file, 'utf8')).slice(-2000)}`);
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.once('exit', () => resolve());
    child.kill(signal);
  });
}

async function once(url: string, text: string): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    const result = await client.query(text);
    return Array.isArray(result) ? [] : result.rows;
  } finally {
    await client.end();
  }
}

/** Databases that a restore left beside the live one. */
async function dropRelatives(url: string): Promise<void> {
  const admin = new URL(url);
  const name = admin.pathname.slice(1);
  admin.pathname = '/postgres';
  const rows = z
    .array(z.object({ datname: z.string() }))
    .parse(await once(admin.href, `select datname from pg_database where datname like '${name}\\_%'`));
  for (const { datname } of rows) await once(admin.href, `drop database "${datname}" with (force)`);
}
