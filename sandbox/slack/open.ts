import type { Server } from 'node:http';
import { createChosen } from './acts/chosen.ts';
import { createResponseUrls } from './acts/response-urls.ts';
import { claimFolder } from './claim.ts';
import { createClock } from './clock.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createHttpTransport } from './delivery/http/transport.ts';
import { createRedelivery } from './delivery/redelivery.ts';
import { createConnections } from './delivery/socket/connections.ts';
import { createTickets } from './delivery/socket/tickets.ts';
import { loadEmoji } from './emoji.ts';
import { createFaults } from './faults/faults.ts';
import { openBytes } from './files/bytes.ts';
import { createUploads } from './files/uploads.ts';
import { hostsOf } from './http/guard.ts';
import { bundlePage } from './http/page-files.ts';
import { listen, serve } from './http/server.ts';
import { createLimits, type Profile } from './limits/limits.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { createPeople } from './people.ts';
import { loadSecrets } from './secrets.ts';
import { readSetup, type Setup } from './setup.ts';
import { openStore, type Store } from './state/store.ts';
import type { Timing } from './timing.ts';
import { createTraffic } from './traffic/traffic.ts';
import { createModals } from './modals.ts';
import { createTriggers } from './triggers.ts';
import type { World } from './world.ts';

/** What a workspace is started with. */
export interface WorkspaceOptions {
  /** 0 lets the system choose. */
  readonly port: number;
  /** The path of the application's manifest.yml. */
  readonly manifest: string;
  /** Where state and tokens are kept; without it they end with the process. */
  readonly folder?: string;
  /** The path of the file that says who lives in the workspace. */
  readonly setup?: string;
  /** Where the application listens, in the place of the host in its manifest's request URLs. */
  readonly appUrl?: string;
  /** How strict the rate limits are; Slack's own by default. */
  readonly limits?: Profile;
  /** The address to listen on, for others than this machine too where it is not 127.0.0.1 or localhost; 127.0.0.1 by default. */
  readonly host?: string;
  /** The names of the workspace for others, which alone they may use, and the hosts besides this one where the application may listen. */
  readonly allowedHosts?: readonly string[];
}

/** What an opened workspace consists of. */
export interface OpenWorkspace {
  readonly world: World;
  readonly close: () => Promise<void>;
}

/** As `startWorkspace`, with Slack's waiting times as a parameter. */
export async function openWorkspace(options: WorkspaceOptions, timing: Timing): Promise<OpenWorkspace> {
  if (hostsOf(options, 0).length === 0)
    throw new Error(`listening on ${options.host}, which is not this machine alone: at least one allowed host must be named`);
  const manifest = readManifest(options.manifest, options);
  const setup = readSetup(options.setup);
  // The port comes before the folder: the state of a workspace that still runs is not touched by a second start.
  const { server, port } = await listen(options.port, options.host);
  const hosts = hostsOf(options, port);
  const release = await claim(options.folder, server);
  try {
    const world = createWorld({ options, manifest, setup, timing, url: `http://${hosts[0]}` });
    const serving = serve({ world, files: once(bundlePage), hosts }, server);
    return { world, close: async () => close(world, serving).finally(release) };
  } catch (error) {
    release();
    server.close();
    throw error;
  }
}

/** The folder of a workspace that cannot have it leaves no port behind. */
async function claim(folder: string | undefined, server: Server): Promise<() => void> {
  if (folder === undefined) return () => undefined;
  try {
    return await claimFolder(folder);
  } catch (error) {
    server.close();
    throw error;
  }
}

/** The same promise for everybody who asks. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  const made: Promise<Value>[] = [];
  return async () => (made[0] ??= make());
}

interface Ground {
  readonly options: WorkspaceOptions;
  readonly manifest: Manifest;
  readonly setup: Setup;
  readonly timing: Timing;
  readonly url: string;
}

function createWorld({ options, manifest, setup, timing, url }: Ground): World {
  const clock = createClock();
  const now = (): Date => clock.now();
  const secrets = loadSecrets(options.folder, setup.people);
  const store = openStore(options.folder, now);
  addFirstChannels(store, setup, now());
  const traffic = createTraffic(now, [secrets.signingSecret, secrets.verification]);
  const faults = createFaults(clock, traffic);
  const connections = createConnections({ timing, clock, faults, traffic, host: new URL(url).host });
  const transport = manifest.socketMode ? connections : createHttpTransport({ manifest, secrets, clock, traffic, ackMs: timing.ackMs });
  const delivery = createDelivery({ transport, clock, faults, traffic, ackMs: timing.ackMs });
  return {
    url,
    manifest,
    setup,
    people: createPeople(setup, store),
    secrets,
    store,
    emoji: loadEmoji(),
    clock,
    connections,
    tickets: createTickets(timing.ticketMs, now),
    delivery,
    redelivery: createRedelivery({ delivery, clock, traffic, retryMs: timing.retryMs }),
    chosen: createChosen(),
    triggers: createTriggers(clock),
    modals: createModals(),
    responseUrls: createResponseUrls(url, now),
    uploads: createUploads(now),
    bytes: openBytes(options.folder, new Set(store.files().map(({ id }) => id))),
    faults,
    limits: createLimits(clock, options.limits ?? 'slack'),
    traffic,
    now,
  };
}

function addFirstChannels(store: Store, { channels }: Setup, now: Date): void {
  const created = Math.floor(now.getTime() / 1000);
  channels
    .filter(({ id }) => !store.channel(id))
    .forEach((channel) => store.record({ is: 'channel', channel: { ...channel, created, direct: false } }));
}

async function close({ clock, delivery, connections, store }: World, serving: ReturnType<typeof serve>): Promise<void> {
  clock.close();
  delivery.close();
  connections.close();
  await serving.close();
  store.close();
}
