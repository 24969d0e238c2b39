import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const SlashCommand = z.object({
  command: z.string().regex(/^\/\S{1,31}$/),
  description: z.string(),
  usage_hint: z.string().optional(),
  should_escape: z.boolean().default(false),
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
    event_subscriptions: z.object({ bot_events: z.array(z.string()).default([]) }).optional(),
    interactivity: z.object({ is_enabled: z.boolean() }).optional(),
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
}

/** Reads a manifest.yml. Throws with the path of the file and what is wrong in it. */
export function readManifest(path: string): Manifest {
  const parsed = ManifestFile.safeParse(parse(readFileSync(path, 'utf8')));
  if (!parsed.success) throw new Error(`reading the manifest ${path}: ${z.prettifyError(parsed.error)}`);
  const { display_information, features, oauth_config, settings } = parsed.data;
  return {
    appName: display_information.name,
    botName: features.bot_user?.display_name ?? display_information.name,
    commands: features.slash_commands,
    scopes: oauth_config.scopes.bot,
    events: settings.event_subscriptions?.bot_events ?? [],
    interactive: settings.interactivity?.is_enabled ?? false,
    socketMode: settings.socket_mode_enabled,
    homeTab: features.app_home?.home_tab_enabled ?? false,
  };
}
