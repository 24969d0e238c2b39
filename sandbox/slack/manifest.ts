import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

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

/**
 * Reads a manifest.yml. `appUrl` takes the place of the host in its request URLs, as the manifest names the public one.
 * Throws with the path of the file and what is wrong in it.
 */
export function readManifest(path: string, appUrl?: string): Manifest {
  const parsed = ManifestFile.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`reading the manifest ${path}: ${z.prettifyError(parsed.error)}`);
  const { display_information, features, oauth_config, settings } = parsed.data;
  const socketMode = settings.socket_mode_enabled;
  const at = (url: string | undefined): string | undefined => (socketMode ? undefined : localUrl(path, url, appUrl));
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

const ownHosts = ['localhost', '127.0.0.1', '[::1]'];

/** What the workspace sends goes to this machine, or where somebody said so when they started it, and nowhere else. */
function localUrl(path: string, url: string | undefined, appUrl: string | undefined): string | undefined {
  if (url === undefined) return undefined;
  const given = urlIn(path, url);
  const target = appUrl === undefined ? given : new URL(given.pathname + given.search, urlIn('--app-url', appUrl));
  if (target.hostname === 'slack.com' || target.hostname.endsWith('.slack.com'))
    throw new Error(`${url}: the local workspace never talks to Slack`);
  if (appUrl === undefined && !ownHosts.includes(target.hostname)) {
    throw new Error(
      `reading the manifest ${path}: ${url} is not on this machine. Say where the application listens: --app-url http://127.0.0.1:3000`,
    );
  }
  return target.href;
}

function urlIn(where: string, url: string): URL {
  if (!URL.canParse(url)) throw new Error(`reading ${where}: "${url}" is no URL`);
  return new URL(url);
}
