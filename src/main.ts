#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import type { Logger } from 'pino';
import { z } from 'zod';
import { startApp } from './app.ts';
import type { AppOptions } from './app.ts';
import { ConfigError, configSchema, readConfig } from './config.ts';
import type { Config } from './config.ts';
import { story } from './core/errors.ts';
import { maskSecrets } from './lib/foreign.ts';
import { definitions } from './registry.ts';

const version = '0.1.0';
const usage = `Usage: bigshot start | chat | worker --environment <name> | schema | check

  start    all roles in one process
  chat     the role with Slack's tokens
  worker   the role with the platform's credentials, for one environment
  check    reads the configuration and says what is wrong with it
  schema   prints the JSON schema of bigshot.yml`;
const stopLimitMs = 70_000;

const Environment = z.object({
  BIGSHOT_CONFIG: z.string().default('bigshot.yml'),
  BIGSHOT_NAME: z.string().default(hostname()),
  DATABASE_URL: z.string('the bot’s own PostgreSQL, such as postgresql://bigshot:…@127.0.0.1:5432/bigshot_bot'),
  REDIS_URL: z.string().optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-', 'the bot token, which begins with xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-', 'the app-level token, which begins with xapp-').optional(),
  SLACK_API_URL: z.url().optional(),
  PATH: z.string().min(1).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
});
type Environment = z.infer<typeof Environment>;

/** A mistake of whoever starts the process, told without a stack. */
class UsageError extends Error {}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { environment: { type: 'string' } } });
  const role = positionals[0] ?? 'start';
  if (role === 'schema') return void console.log(JSON.stringify(z.toJSONSchema(configSchema(definitions), { io: 'input' }), null, 2));
  if (!['start', 'chat', 'worker', 'check'].includes(role)) throw new UsageError(`There is no role “${role}”.\n\n${usage}`);
  const file = Environment.shape.BIGSHOT_CONFIG.parse(process.env['BIGSHOT_CONFIG']);
  const config = await configOf(file);
  if (role === 'check') return void console.log(`${file} is right: ${config.settings.environments.map(({ name }) => name).join(', ')}`);
  const environment = environmentOf();
  const log = createLog(environment.LOG_LEVEL);
  const options = optionsFor(role, values.environment, environment, { config, log });
  const stopOnSignals = endOnErrors(log);
  stopOnSignals(await startApp(options));
}

async function configOf(file: string): Promise<Config> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(
      `The configuration ${file} cannot be read (${story(cause)}). BIGSHOT_CONFIG names another place; bigshot.example.yml shows how it looks.`,
    );
  });
  return readConfig(file, text, definitions);
}

function environmentOf(): Environment {
  const parsed = Environment.safeParse(process.env);
  if (parsed.success) return parsed.data;
  throw new UsageError(
    `The environment is not complete:\n${parsed.error.issues.map((issue) => `  • ${issue.path.join('.')}: ${issue.message}`).join('\n')}`,
  );
}

function optionsFor(
  role: string,
  wanted: string | undefined,
  environment: Environment,
  parts: Pick<AppOptions, 'config' | 'log'>,
): AppOptions {
  const names = parts.config.settings.environments.map(({ name }) => name);
  if (role === 'worker' && (wanted === undefined || !names.includes(wanted)))
    throw new UsageError(`Which environment? bigshot worker --environment ${names.join(' | ')}`);
  const { SLACK_BOT_TOKEN: botToken, SLACK_APP_TOKEN: appToken, SLACK_API_URL: apiUrl, REDIS_URL: redisUrl } = environment;
  if (role !== 'worker' && (botToken === undefined || appToken === undefined))
    throw new UsageError('SLACK_BOT_TOKEN and SLACK_APP_TOKEN are needed to speak with Slack.');
  const slack =
    role === 'worker' || botToken === undefined || appToken === undefined
      ? {}
      : { slack: { botToken, appToken, ...(apiUrl === undefined ? {} : { apiUrl }) } };
  return {
    ...parts,
    ...slack,
    databaseUrl: environment.DATABASE_URL,
    ...(redisUrl === undefined ? {} : { redisUrl }),
    environments: role === 'chat' ? [] : role === 'worker' && wanted !== undefined ? [wanted] : names,
    secret: secretNamed,
    name: environment.BIGSHOT_NAME,
    version,
    path: environment.PATH,
  };
}

function secretNamed(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '')
    throw new UsageError(`The environment variable ${name}, named in the configuration, is not set.`);
  return value;
}

/** JSON lines on stdout. Errors are told by their causes, with secrets masked: a connection string in a stack is a leak. */
function createLog(level: Environment['LOG_LEVEL']): Logger {
  const err = (error: unknown) =>
    error instanceof Error
      ? {
          type: error.name,
          story: maskSecrets(story(error)),
          stack: maskSecrets(error.stack ?? '')
            .split('\n')
            .slice(1, 6)
            .join('\n'),
        }
      : maskSecrets(String(error));
  return pino({ level, serializers: { err }, base: { pid: process.pid } });
}

/**
 * A rejection that nobody awaited leaves the process in a state that nobody knows: it is logged, and the supervisor starts anew.
 * So it is from before the start on. What is returned is told when there is an app to be stopped: from then on SIGTERM and SIGINT
 * finish the step at work and hand runs back; a second one ends at once.
 */
function endOnErrors(log: Logger): (app: { stop(): Promise<void> }) => void {
  let running: { stop(): Promise<void> } | undefined;
  let asked = false;
  const stop = (code: number) => {
    if (asked || !running) process.exit(code === 0 ? 130 : code);
    asked = true;
    log.info('stopping');
    setTimeout(() => process.exit(1), stopLimitMs).unref();
    running.stop().then(
      () => process.exit(code),
      (err: unknown) => {
        log.error({ err }, 'stopping failed');
        process.exit(1);
      },
    );
  };
  process.on('unhandledRejection', (err) => {
    log.fatal({ err }, 'a rejection was not handled: stopping, to be started anew');
    stop(1);
  });
  process.on('uncaughtException', (err) => {
    log.fatal({ err }, 'an error was not caught: stopping, to be started anew');
    stop(1);
  });
  return (app) => {
    running = app;
    process.on('SIGTERM', () => stop(0));
    process.on('SIGINT', () => stop(0));
  };
}

try {
  await main();
} catch (error) {
  console.error(
    error instanceof UsageError || error instanceof ConfigError ? error.message : `bigshot could not start: ${maskSecrets(story(error))}`,
  );
  process.exit(1);
}
