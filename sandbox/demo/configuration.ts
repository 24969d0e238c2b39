import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Parts } from './parts.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** Writes the bot's configuration for these parts and answers its path. It holds no secret, only the names of variables. */
export async function writeConfiguration(folder: string, parts: Parts): Promise<string> {
  const file = join(folder, 'bigshot.yml');
  const head = '# Written by the demo at each start: changes are lost.\n';
  await writeFile(file, head + stringify(configuration(parts), { aliasDuplicateObjects: false }));
  return file;
}

/** The environment in which the bot runs: the caller's, with what the demo knows better. */
export function botEnvironment(own: Environment, parts: Parts, configurationFile: string): Environment {
  const { workspace, store, platform } = parts;
  return {
    ...own,
    // The local Slack is on this machine; a proxy that is set for the outside would not find it.
    NO_PROXY: [own['NO_PROXY'], '127.0.0.1', 'localhost'].filter(Boolean).join(','),
    SLACK_API_URL: workspace.apiUrl,
    SLACK_BOT_TOKEN: workspace.tokens.bot,
    SLACK_APP_TOKEN: workspace.tokens.app,
    SLACK_SIGNING_SECRET: workspace.tokens.signingSecret,
    DATABASE_URL: store.url,
    REDIS_URL: own['BIGSHOT_REDIS_URL'],
    BIGSHOT_CONFIG: configurationFile,
    PLATFORM_DATABASE_URL: platform.databaseUrl,
    PLATFORM_REDIS_URL: platform.redisUrl,
    PLATFORM_API_PASSWORD: platform.adminPassword,
  };
}

function configuration({ workspace, platform }: Parts): object {
  const idOf = (name: string): string | undefined => workspace.channels.find((channel) => channel.name === name)?.id;
  const approvers = workspace.people.filter(({ title }) => title === 'approver');
  const approve = approvers.map(({ name }) => name);
  return {
    slack: { channels: { ops: idOf('ops'), incidents: idOf('incidents') } },
    people: Object.fromEntries(approvers.map(({ name, id }) => [name, id])),
    environments: { prod: environment(platform) },
    policies: ['restore-backup', 'swap-databases', 'drop-kept-databases'].map((task) => ({ task, approve, count: 1 })),
    schedules: {
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      'daily-morning': '0 8 * * *',
      'backup-nightly': '0 2 * * *',
    },
  };
}

function environment({ apiUrl, redisUrl, folder, engine }: Parts['platform']): object {
  return {
    channel: 'ops',
    incidents: 'incidents',
    api: { url: apiUrl, username: 'admin', password: { env: 'PLATFORM_API_PASSWORD' } },
    database: { url: { env: 'PLATFORM_DATABASE_URL' } },
    ...(redisUrl !== undefined && { redis: { url: { env: 'PLATFORM_REDIS_URL' } } }),
    host: {},
    ...(engine && { engine: { project: engine.project } }),
    backups: { folder: join(folder, 'backups'), files: { instance: join(folder, 'instance'), logs: join(folder, 'logs') } },
    certificates: [join(folder, 'ssl', 'cert.pem')],
    logs: { app: join(folder, 'logs', 'app.log'), nginx: join(folder, 'logs', 'nginx', 'access.log') },
  };
}
