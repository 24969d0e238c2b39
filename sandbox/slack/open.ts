import { createResponseUrls } from './acts/response-urls.ts';
import { createConnections } from './delivery/connections.ts';
import { createRedelivery } from './delivery/redelivery.ts';
import { createTickets } from './delivery/tickets.ts';
import { loadEmoji } from './emoji.ts';
import { bundlePage } from './http/page-files.ts';
import { listen, serve } from './http/server.ts';
import { firstChannels } from './identity.ts';
import { readManifest, type Manifest } from './manifest.ts';
import { loadSecrets } from './secrets.ts';
import { openStore, type Store } from './state/store.ts';
import type { Timing } from './timing.ts';
import type { World } from './world.ts';

/** What an opened workspace consists of. */
export interface OpenWorkspace {
  readonly world: World;
  readonly close: () => Promise<void>;
}

/** As `startWorkspace`, with Slack's waiting times as a parameter. */
export async function openWorkspace(
  options: { readonly port: number; readonly manifest: string; readonly folder?: string },
  timing: Timing,
): Promise<OpenWorkspace> {
  const manifest = readManifest(options.manifest);
  const files = await bundlePage();
  // The port comes before the folder: the state of a workspace that still runs is not touched by a second start.
  const { server, port } = await listen(options.port);
  try {
    const world = createWorld(manifest, options.folder, `http://127.0.0.1:${port}`, timing);
    const serving = serve(world, files, server, port);
    return { world, close: async () => close(world, serving) };
  } catch (error) {
    server.close();
    throw error;
  }
}

const now = (): Date => new Date();

function createWorld(manifest: Manifest, folder: string | undefined, url: string, timing: Timing): World {
  const secrets = loadSecrets(folder);
  const store = openStore(folder, now);
  addFirstChannels(store);
  const connections = createConnections(timing, new URL(url).host);
  return {
    url,
    manifest,
    secrets,
    store,
    emoji: loadEmoji(),
    connections,
    tickets: createTickets(timing.ticketMs, now),
    redelivery: createRedelivery(connections, timing.retryMs),
    responseUrls: createResponseUrls(url, now),
    now,
  };
}

function addFirstChannels(store: Store): void {
  const created = Math.floor(now().getTime() / 1000);
  firstChannels
    .filter(({ id }) => !store.channel(id))
    .forEach((channel) => store.record({ is: 'channel', channel: { ...channel, created, direct: false } }));
}

async function close({ redelivery, connections, store }: World, serving: ReturnType<typeof serve>): Promise<void> {
  redelivery.close();
  connections.close();
  await serving.close();
  store.close();
}
