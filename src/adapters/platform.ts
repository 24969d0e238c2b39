import { dirname } from 'node:path';
import type { EnvironmentConfig } from '../config/environment.ts';
import type { Ports } from '../ports/index.ts';
import { rememberedVerification, rememberVerification } from '../store/archives.ts';
import { verifyChain } from '../store/log.ts';
import { botState, restoreTimes } from '../store/bot-state.ts';
import { pointsBefore, seriesOf } from '../store/samples.ts';
import type { Store } from '../store/store.ts';
import { createApi } from './api/api.ts';
import { createBackups, type BackupsOptions } from './backups/backups.ts';
import { createCertificates } from './certificates/certificates.ts';
import { createDatabase } from './database/database.ts';
import { createRecords } from './database/records/records.ts';
import { createStatistics } from './database/statistics/statistics.ts';
import { createContainers } from './engine/containers.ts';
import { createEngine, type Engine } from './engine/client.ts';
import { containerPrograms } from './engine/programs.ts';
import { createServices, type ServicesOptions } from './engine/services.ts';
import { createHost } from './host/host.ts';
import { createLogs } from './logs/logs.ts';
import { createOwn } from './own/own.ts';
import { createRedisData } from './redis/data.ts';
import { createRedis } from './redis/redis.ts';
import { createSecretFiles } from './secret-files/secret-files.ts';
import { createUpdates, type UpdatesOptions } from './updates/updates.ts';
import { createUnmanagedServices } from './services/unmanaged.ts';

interface About {
  readonly name: string;
  readonly config: EnvironmentConfig;
  /** Reads a secret by the name of its environment variable. */
  readonly secret: (name: string) => string;
  readonly store: Store;
  readonly version: string;
  /** PATH of the process, for the client programs of PostgreSQL. */
  readonly path: string | undefined;
}

/** The ports of one environment; what the configuration leaves out is absent, with the reason that people will read. */
export function connectPlatform(about: About): { readonly ports: Ports; close(): Promise<void> } {
  const { name, config, secret, store, path } = about;
  const engine = config.engine && createEngine({ url: config.engine.url });
  const missing = (what: string) => ({ absent: `no ${what} is configured for ${name}` });
  const api = config.api && createApi({ url: config.api.url, username: config.api.username, password: secret(config.api.password.env) });
  const database = config.database && createDatabase({ url: secret(config.database.url.env) });
  const containers = engine && config.engine ? createContainers(engine, config.engine) : undefined;
  const ports: Ports = {
    api: api ?? missing('API'),
    database: database ?? missing('database'),
    redis: config.redis ? createRedis({ url: secret(config.redis.url.env) }) : missing('Redis'),
    containers: containers ?? missing('container engine'),
    host: config.host
      ? createHost({ folders: foldersOf(config), ...(config.host.root !== undefined && { root: config.host.root }) })
      : missing('host'),
    services: engine && config.engine ? createServices(engine, servicesOf(config.engine, path)) : createUnmanagedServices(),
    logs: config.logs
      ? createLogs({
          ...(config.logs.app === undefined ? {} : { app: config.logs.app }),
          ...(config.logs.nginx === undefined ? {} : { nginx: config.logs.nginx }),
        })
      : missing('log file'),
    backups: backupsOf(about, engine) ?? missing('backup folder together with a database'),
    certificates: (config.certificates ?? config.tls) ? createCertificates(config.certificates ?? [], config.tls) : missing('certificate'),
    secretFiles: config.secrets ? createSecretFiles(config.secrets) : missing('file with secrets'),
    statistics: config.database ? createStatistics({ url: secret(config.database.url.env) }) : missing('database'),
    records: config.database ? createRecords({ url: secret(config.database.url.env) }) : missing('database'),
    history: {
      series: (metric, since) => seriesOf(store, name, metric, since),
      before: (metric, moment, since) => pointsBefore(store, name, metric, moment, since),
    },
    updates: createUpdates(updatesOf(about, engine)),
    own: createOwn({
      path,
      ...(config.database && { databaseUrl: secret(config.database.url.env) }),
      ...(config.logs && { logs: config.logs }),
      ...(containers && { containers }),
    }),
    journal: {
      verify: (signal) => verifyChain(store, { signal }),
      bot: () => botState(store, name),
      restores: (since) => restoreTimes(store, name, since),
    },
  };
  return {
    ports,
    async close() {
      await Promise.all([api?.close(), database?.close()]);
    },
  };
}

function servicesOf(engine: NonNullable<EnvironmentConfig['engine']>, path: string | undefined): ServicesOptions {
  const { url, project, services, writers, database, redis, compose: files } = engine;
  const stores = [database, redis].filter((name) => name !== false);
  const environment = { DOCKER_HOST: url, ...(path !== undefined && { PATH: path }) };
  return { project, services, writers, stores, ...(files && { compose: { project, files, environment } }) };
}

function updatesOf({ config, path }: About, engine: Engine | undefined): UpdatesOptions {
  const { host, engine: about, updates } = config;
  return {
    ...(host && { host: host.root === undefined ? {} : { root: host.root } }),
    path,
    ...(engine && about && { engine: { engine, project: about.project, application: updates?.application ?? 'backend' } }),
    ...(updates?.node !== undefined && { node: updates.node }),
    ...(updates?.scanner && { scanner: updates.scanner }),
  };
}

/** Where the platform and the bot write: a full disk there stops them, whatever kind of disk it is. */
function foldersOf({ backups, logs }: EnvironmentConfig): readonly string[] {
  const files = [logs?.app, logs?.nginx].flatMap((file) => (file === undefined ? [] : [dirname(file)]));
  const folders = [backups?.folder, backups?.files.instance, backups?.files.logs].flatMap((folder) => folder ?? []);
  return [...folders, ...files];
}

function backupsOf({ name, config, secret, store, version, path }: About, engine: Engine | undefined): Ports['backups'] | undefined {
  if (!config.backups || !config.database) return undefined;
  const { folder, files } = config.backups;
  const url = secret(config.database.url.env);
  return createBackups({
    folder,
    files: {
      ...(files.instance === undefined ? {} : { instance: files.instance }),
      ...(files.logs === undefined ? {} : { logs: files.logs }),
    },
    databaseUrl: url,
    environment: name,
    version,
    ...(path === undefined ? {} : { path }),
    ...inContainers(config, secret, { engine, folder, url }),
    remembered: {
      read: (archive, fingerprint) => rememberedVerification(store, name, archive, fingerprint),
      write: (_, fingerprint, verification) => rememberVerification(store, name, fingerprint, verification),
    },
  });
}

/** What of backups is done in the containers, where there are some. */
function inContainers(
  { engine: about, redis }: EnvironmentConfig,
  secret: About['secret'],
  { engine, folder, url }: { readonly engine: Engine | undefined; readonly folder: string; readonly url: string },
): Pick<BackupsOptions, 'programs' | 'redis'> {
  if (!engine || !about) return {};
  const { project } = about;
  const ofRedis = redis && about.redis !== false && { engine, project, service: about.redis, url: secret(redis.url.env), folder };
  return {
    ...(about.database !== false && { programs: containerPrograms(engine, { project, service: about.database, url }) }),
    ...(ofRedis && { redis: createRedisData(ofRedis) }),
  };
}
