import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openPlatform as startPlatform, type OpeningPlatform } from '../platform/platform.ts';
import { startWorkspace, type Workspace } from '../slack/workspace.ts';
import { startCluster, type Cluster } from '../stores/cluster.ts';
import { startRedis } from '../stores/redis.ts';
import type { Claim } from './claim.ts';
import type { DemoOptions } from './options.ts';

/** Everything that the bot needs around it, running. */
export interface Parts {
  readonly store: Cluster;
  readonly platform: DemoPlatform;
  readonly workspace: Workspace;
  /** Why the platform has no Redis, where it has none. */
  readonly redisAbsent: string | undefined;
}

/** Its addresses are known; `filled` says when its data are there. */
export type DemoPlatform = Pick<
  OpeningPlatform,
  'apiUrl' | 'databaseUrl' | 'redisUrl' | 'folder' | 'adminPassword' | 'filled' | 'makeExtras'
> & {
  /** Where it runs as a compose project. */
  readonly engine?: { readonly project: string; readonly compose: string };
};

/** Something to end when the demo ends. Higher ranks end first; equal ones together. */
export interface Ending {
  readonly rank: 'bot' | 'front' | 'stores';
  end(): Promise<void>;
}

export interface Site {
  readonly folder: string;
  readonly manifest: string;
  /** Cuts what takes long, when the demo is stopped while it starts. */
  readonly signal: AbortSignal;
  readonly claim: Claim;
  /** Called for each part as soon as it runs, so that a failure of another one leaves nothing behind. */
  onStarted(ending: Ending): void;
  /** Called with what people are to know while they wait. */
  say(line: string): void;
  /** Called when the platform waits for its database, which takes no connections. */
  onClosed(): void;
  /** Called with the name of what has become ready. */
  onStep(step: string): void;
}

/**
 * Starts the stores, the platform and the local Slack at the same time.
 * Waits for all of them also when one fails, then throws the first failure.
 */
export async function startParts(options: DemoOptions, site: Site): Promise<Parts> {
  const [store, platform, workspace] = await Promise.allSettled([
    openCluster(site, "PostgreSQL of the bot's store", join(site.folder, 'bot'), { database: 'bigshot_bot' }),
    options.docker ? openContainers(site) : openPlatform(options, site),
    openWorkspace(options, site),
  ]);
  for (const part of [workspace, store, platform]) if (part.status === 'rejected') throw part.reason;
  return { store: valueOf(store), workspace: valueOf(workspace), ...valueOf(platform) };
}

/** Of the demo's own; containers of somebody else under this name are not touched. */
const PROJECT = 'bigshot';

async function openContainers(site: Site): Promise<Pick<Parts, 'platform' | 'redisAbsent'>> {
  // Loaded late: most demos have no engine to talk to.
  const { openDockerPlatform } = await import('../platform/docker/platform.ts');
  const { signal } = site;
  const started = await openDockerPlatform({ folder: site.folder, project: PROJECT, signal, say: (line) => site.say(line) });
  const end = async (): Promise<void> => {
    // What compose still starts would come behind the removal.
    await started.filled.catch(() => undefined);
    await started.close();
  };
  site.onStarted({ rank: 'stores', end });
  site.onStep('addresses of the platform');
  const engine = { project: PROJECT, compose: started.compose.file };
  // Its backend makes the extras itself.
  const platform = { ...started, engine, makeExtras: () => Promise.resolve([]) };
  return { platform, redisAbsent: undefined };
}

async function openPlatform(options: DemoOptions, site: Site): Promise<Pick<Parts, 'platform' | 'redisAbsent'>> {
  const folder = join(site.folder, 'platform');
  const [opening, redisOpening] = await Promise.allSettled([
    openCluster(site, 'PostgreSQL of the platform', join(folder, 'db'), { database: 'bigshot', countsStatements: true }),
    options.redis ? openRedis(site, join(folder, 'redis')) : { absent: 'the platform runs without Redis, as asked' },
  ]);
  const [cluster, redis] = [valueOf(opening), valueOf(redisOpening)];
  site.signal.throwIfAborted();
  const platform = await startPlatform({
    folder,
    databaseUrl: cluster.url,
    onClosed: () => site.onClosed(),
    ...('url' in redis && { redis: redis.url }),
  });
  site.onStarted({ rank: 'front', end: () => platform.close() });
  site.onStep('addresses of the platform');
  return { platform, redisAbsent: 'absent' in redis ? redis.absent : undefined };
}

async function openRedis(site: Site, folder: string): ReturnType<typeof startRedis> {
  const redis = await startRedis({ folder, onSpawn: (pid) => site.claim.add('Redis of the platform', pid) });
  if ('stop' in redis) site.onStarted({ rank: 'stores', end: () => redis.stop() });
  return redis;
}

async function openCluster(
  site: Site,
  what: string,
  folder: string,
  { database, countsStatements = false }: { readonly database: string; readonly countsStatements?: boolean },
): Promise<Cluster> {
  const cluster = await startCluster({
    folder,
    database,
    countsStatements,
    signal: site.signal,
    onSpawn: (pid) => site.claim.add(what, pid),
  });
  site.onStarted({ rank: 'stores', end: () => cluster.stop() });
  site.onStep(what);
  return cluster;
}

/** Who lives in the demo's Slack. */
const setup = fileURLToPath(new URL('slack.yml', import.meta.url));

async function openWorkspace({ port }: DemoOptions, site: Site): Promise<Workspace> {
  const workspace = await startWorkspace({ port, manifest: site.manifest, folder: join(site.folder, 'slack'), setup });
  site.onStarted({ rank: 'front', end: () => workspace.close() });
  site.onStep('local Slack');
  return workspace;
}

function valueOf<Value>(settled: PromiseSettledResult<Value>): Value {
  if (settled.status === 'rejected') throw settled.reason;
  return settled.value;
}
