import { App } from '@slack/bolt';
import pino from 'pino';
import { createQueues } from '../../src/adapters/queue.ts';
import { prepareQueueStore } from '../../src/adapters/queue-store.ts';
import { createMessenger, createWebClient } from '../../src/adapters/slack.ts';
import { boltLogger, keepConnected } from '../../src/adapters/socket.ts';
import { commands } from '../../src/commands/index.ts';
import { registerSlashCommand } from '../../src/handlers/slash-command.ts';
import { definitions } from '../../src/registry.ts';
import { answer } from '../../src/services/answer.ts';
import { createDesk } from '../../src/services/desk.ts';
import { lookUpNow, mirrorPeople } from '../../src/services/mirror.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createStore } from '../../src/store/store.ts';
import { channel } from './raw-slack.ts';

interface Options {
  readonly app: string;
  readonly apiUrl: string;
  readonly databaseUrl: string;
  /** Where the queue lives, if not beside the store. */
  readonly queueUrl?: string;
}

/** The bot's way from a typed command to its ack, with its real store and queue, and nothing else of the bot. */
export async function openAckPath({ app: name, apiUrl, databaseUrl: url, queueUrl = url }: Options): Promise<{ close(): Promise<void> }> {
  const log = pino({ level: 'error' });
  await migrate(url, () => {});
  await prepareQueueStore({ kind: 'postgres', url: queueUrl });
  const store = createStore({ url, onError: (err) => log.warn({ err }, 'store') });
  const queue = createQueues({ kind: 'postgres', url: queueUrl }, ['prod'], log);
  const settings = { environments: [{ name: 'prod', channel }], rules: [], schedules: [], timezone: 'UTC', limits: {} };
  const deps = { store, queue, clock: () => new Date(), definitions, settings, log };
  const messenger = createMessenger(createWebClient({ token: `xoxb-${name}`, apiUrl }), { userId: 'U0BOT', botId: 'B0', teamId: 'T0' });
  const chat = { ...deps, messenger };
  await mirrorPeople(chat, new AbortController().signal);
  const app = new App({
    receiver: { init: () => {}, start: () => Promise.resolve(), stop: () => Promise.resolve() },
    convoStore: false,
    logger: boltLogger(log),
    authorize: () => Promise.resolve({ botToken: `xoxb-${name}`, botId: 'B0', botUserId: 'U0BOT' }),
    clientOptions: { slackApiUrl: apiUrl },
  });
  const desk = createDesk(deps, commands);
  registerSlashCommand(app, { answer: (line, caller) => answer({ deps, desk, lookUp: lookUpNow(chat) }, line, caller) });
  let connection: { stop(): Promise<void> } | undefined;
  await new Promise<void>((resolve) => {
    connection = keepConnected(app, { appToken: `xapp-${name}`, apiUrl, log, onCount: (open) => (open === 2 ? resolve() : undefined) });
  });
  return {
    async close() {
      await connection?.stop();
      await queue.close();
      await store.close();
    },
  };
}
