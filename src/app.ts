import type { Logger } from 'pino';
import { createQueues } from './adapters/queue.ts';
import { prepareQueueStore } from './adapters/queue-store.ts';
import type { QueueStore } from './adapters/queue-store.ts';
import { connectPlatform } from './adapters/platform.ts';
import { commands } from './commands/index.ts';
import type { Config } from './config.ts';
import { every } from './lib/every.ts';
import { definitionsWith } from './registry.ts';
import { startChat } from './roles/chat.ts';
import type { SlackAccess } from './roles/chat.ts';
import { startWorker } from './roles/worker.ts';
import { createDesk } from './services/desk.ts';
import type { Deps } from './services/deps.ts';
import { sweep } from './services/sweep.ts';
import { migrate } from './store/migrate.ts';
import { createStore } from './store/store.ts';
import type { Store } from './store/store.ts';

export interface AppOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  /** The queue's Redis; without it the queue lives in the bot's own PostgreSQL. */
  readonly redisUrl?: string;
  /** Given: this process speaks with Slack. */
  readonly slack?: SlackAccess;
  /** Environments whose work this process does. */
  readonly environments: readonly string[];
  readonly secret: (name: string) => string;
  /** Stable over restarts and unique among processes, such as the host's name. */
  readonly name: string;
  readonly version: string;
  /** PATH, where the programs of PostgreSQL are looked for. */
  readonly path: string | undefined;
  readonly log: Logger;
}

export interface App {
  stop(): Promise<void>;
}

const sweepMs = 5000;

/** Puts the parts together by role. Ready when the workers take jobs; Slack is connected whenever it is there. */
export async function startApp(options: AppOptions): Promise<App> {
  const { config, log, name, version } = options;
  const queueStore: QueueStore =
    options.redisUrl === undefined ? { kind: 'postgres', url: options.databaseUrl } : { kind: 'redis', url: options.redisUrl };
  await migrate(options.databaseUrl, (message) => log.debug(message));
  await prepareQueueStore(queueStore);
  const store = openStore(options);
  const queues = createQueues(
    queueStore,
    config.settings.environments.map((one) => one.name),
    log,
  );
  const deps: Deps = {
    store,
    definitions: definitionsWith(config.own),
    settings: config.settings,
    queue: queues,
    clock: () => new Date(),
    log,
  };
  let stopping = false;
  const workers = await Promise.all(
    options.environments.map((environment) => startEnvironment(options, deps, queueStore, environment, () => stopping)),
  );
  const sweeping = every(
    sweepMs,
    () => sweep(deps),
    (err) => log.warn({ err }, 'sweep failed'),
  );
  let announceConnected: () => void = () => {};
  const connected = new Promise<void>((resolve) => {
    announceConnected = resolve;
  });
  const onOpen = (connections: number) => {
    log.info({ connections }, 'connections to Slack');
    if (connections > 0) announceConnected();
  };
  const chat = options.slack && startChat(deps, createDesk(deps, commands), options.slack, { name: `${name}-chat`, version, onOpen });
  void connected.then(() => log.info('ready'));
  if (!chat) announceConnected();
  return {
    async stop() {
      stopping = true;
      await chat?.stop();
      await Promise.all(workers.map((worker) => worker.stop()));
      await sweeping.stop();
      await queues.close();
      await store.close();
    },
  };
}

function openStore({ databaseUrl, log }: AppOptions): Store {
  return createStore({ url: databaseUrl, onError: (err) => log.warn({ err }, 'store connection trouble') });
}

async function startEnvironment(
  options: AppOptions,
  deps: Deps,
  queueStore: QueueStore,
  environment: string,
  stopping: () => boolean,
): Promise<App> {
  const { config, secret, name, version, path, log } = options;
  const about = config.environments[environment];
  if (!about) throw new Error(`there is no environment ${environment} in the configuration`);
  // With connections of its own, since twenty checks that end at once must keep nobody waiting for an ack.
  const store = openStore(options);
  const platform = connectPlatform({ name: environment, config: about, secret, store, version, path });
  const worker = await startWorker(
    {
      ...deps,
      store,
      environment,
      ports: platform.ports,
      worker: `${name}-${environment}`,
      version,
      stopping,
      log: log.child({ environment }),
    },
    queueStore,
  );
  return {
    async stop() {
      await worker.stop();
      await platform.close();
      await store.close();
    },
  };
}
