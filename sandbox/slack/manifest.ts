import { z } from 'zod';
import { isLoopback, isOfSlack } from './loopback.ts';
import { parseYaml } from './yaml.ts';

const SlashCommand = z.object({
  command: z.string().regex(/^\/\S{1,31}$/),
  description: z.string(),
  usage_hint: z.string().optional(),
  should_escape: z.boolean().default(false),
  url: z.string().optional(),
});

const ManifestFile = z.object({
  display_information: z.object({ name: z.string().min(1).max(35) }),
  features: z
    .object({
      bot_user: z.object({ display_name: z.string() }).optional(),
      slash_commands: z.array(SlashCommand).default([]),
      app_home: z.object({ home_tab_enabled: z.boolean().default(false), messages_tab_enabled: z.boolean().default(false) }).optional(),
    })
    .default({ slash_commands: [] }),
  oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()).default([]) }) }),
  settings: z.object({
    event_subscriptions: z.object({ request_url: z.string().optional(), bot_events: z.array(z.string()).default([]) }).optional(),
    interactivity: z.object({ is_enabled: z.boolean(), request_url: z.string().optional() }).optional(),
    socket_mode_enabled: z.boolean().default(false),
  }),
});

/** What the application was granted: the workspace refuses everything that its manifest does not name. */
export interface Manifest {
  readonly appName: string;
  readonly botName: string;
  readonly commands: readonly z.output<typeof SlashCommand>[];
  readonly scopes: readonly string[];
  readonly events: readonly string[];
  readonly interactive: boolean;
  readonly socketMode: boolean;
  readonly homeTab: boolean;
  /** Where the application listens, where it does not use Socket Mode. */
  readonly requestUrls: { readonly events: string | undefined; readonly interactivity: string | undefined };
}

/** Where the application of a manifest listens, where it does not use Socket Mode. */
export interface Whereabouts {
  /** Takes the place of the host in the manifest's request URLs, as the manifest names the public one. */
  readonly appUrl?: string | undefined;
  /** Hosts besides this machine that the workspace may send to. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** Reads a manifest.yml. Throws with the path of the file and what is wrong in it. */
export function readManifest(path: string, whereabouts: Whereabouts = {}): Manifest {
  const parsed = ManifestFile.safeParse(parseYaml(`the manifest ${path}`, path));
  if (!parsed.success) throw new Error(`reading the manifest ${path}: ${z.prettifyError(parsed.error)}`);
  const { display_information, features, oauth_config, settings } = parsed.data;
  const socketMode = settings.socket_mode_enabled;
  if (socketMode && whereabouts.appUrl !== undefined)
    throw new Error(`reading the manifest ${path}: it has socket_mode_enabled: true, so nothing is sent to ${whereabouts.appUrl}`);
  const missing = socketMode ? [] : missingUrls(parsed.data);
  if (missing.length > 0) throw new Error(`reading the manifest ${path}: without Socket Mode these are needed: ${missing.join(', ')}`);
  const at = (url: string | undefined): string | undefined => (socketMode ? undefined : localUrl(path, url, whereabouts));
  return {
    appName: display_information.name,
    botName: features.bot_user?.display_name ?? display_information.name,
    commands: features.slash_commands.map((command) => ({ ...command, url: at(command.url) })),
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions?.bot_events ?? [],
    interactive: settings.interactivity?.is_enabled ?? false,
    socketMode,
    homeTab: features.app_home?.home_tab_enabled ?? false,
    requestUrls: { events: at(settings.event_subscriptions?.request_url), interactivity: at(settings.interactivity?.request_url) },
  };
}

/** Over HTTP each thing that can happen needs an address to which it is sent. */
function missingUrls({ features, settings }: z.output<typeof ManifestFile>): readonly string[] {
  const { event_subscriptions: events, interactivity } = settings;
  return [
    ...features.slash_commands.filter(({ url }) => url === undefined).map(({ command }) => `the url of ${command}`),
    ...(events && events.bot_events.length > 0 && events.request_url === undefined ? ['settings.event_subscriptions.request_url'] : []),
    ...(interactivity?.is_enabled && interactivity.request_url === undefined ? ['settings.interactivity.request_url'] : []),
  ];
}

/** What the workspace sends goes to this machine, or to a host that was named when it was started, and nowhere else. */
function localUrl(path: string, url: string | undefined, { appUrl, allowedHosts = [] }: Whereabouts): string | undefined {
  if (url === undefined) return undefined;
  const given = urlIn(`the manifest ${path}`, url);
  const target = appUrl === undefined ? given : new URL(given.pathname + given.search, urlIn('--app-url', appUrl));
  if (isOfSlack(target.hostname)) throw new Error(`${target.href}: the local workspace never talks to Slack`);
  if (isLoopback(target.hostname) || allowedHosts.includes(target.hostname) || allowedHosts.includes(target.host)) return target.href;
  throw new Error(
    appUrl === undefined
      ? `reading the manifest ${path}: ${url} is not on this machine. Say where the application listens: --app-url http://127.0.0.1:3000`
      : `--app-url ${appUrl} is not on this machine. Name it: --allowed-host ${target.hostname}`,
  );
}

function urlIn(where: string, url: string): URL {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url))
    throw new Error(`reading ${where}: "${url}" is no URL that begins with http:// or https://`);
  return new URL(url);
}
