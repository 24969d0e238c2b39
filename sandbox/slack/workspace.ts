import { openWorkspace, type WorkspaceOptions } from './open.ts';
import type { Kind } from './setup.ts';
import { slackTiming } from './timing.ts';

/** Somebody who can act in the workspace with their own token. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  /** What stands in their profile. */
  readonly title: string;
  readonly token: string;
}

/** A local Slack workspace that is running. */
export interface Workspace {
  /** The page for people. */
  readonly url: string;
  /** Where the bot sends its calls, with a slash at the end. */
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string; readonly signingSecret: string; readonly control: string };
  /** The application of the manifest; `requestUrl` is where it is sent what happens, where it does not use Socket Mode. */
  readonly app: { readonly name: string; readonly socketMode: boolean; readonly requestUrl: string | undefined };
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly Person[];
  /** Says goodbye to the bot and ends everything; the state stays in its folder. */
  close(): Promise<void>;
}

/**
 * Starts a Slack workspace, on 127.0.0.1 where no other `host` is given, with the application of the manifest installed in it. State and tokens are kept in
 * `folder`; without it they end with the process. `setup` is the file that says who lives there. A taken port rejects with the system's own EADDRINUSE.
 */
export async function startWorkspace(options: WorkspaceOptions): Promise<Workspace> {
  const { world, close } = await openWorkspace(options, slackTiming);
  const { url, manifest, secrets, store, people } = world;
  const { events, interactivity } = manifest.requestUrls;
  return {
    url,
    apiUrl: `${url}/api/`,
    tokens: { bot: secrets.bot, app: secrets.app, signingSecret: secrets.signingSecret, control: secrets.control },
    app: { name: manifest.appName, socketMode: manifest.socketMode, requestUrl: events ?? interactivity ?? manifest.commands[0]?.url },
    channels: store.channels().flatMap(({ id, name, direct }) => (direct ? [] : [{ id, name }])),
    people: people.all().map(({ id, name, kind, title }) => ({ id, name, kind, title, token: secrets.people[id] ?? '' })),
    close,
  };
}
