import { inhabitants, type Role } from './identity.ts';
import { openWorkspace } from './open.ts';
import { slackTiming } from './timing.ts';

/** Somebody who can act in the workspace with their own token. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly token: string;
}

/** A local Slack workspace that is running. */
export interface Workspace {
  /** The page for people. */
  readonly url: string;
  /** Where the bot sends its calls, with a slash at the end. */
  readonly apiUrl: string;
  readonly tokens: { readonly bot: string; readonly app: string; readonly signingSecret: string };
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly people: readonly Person[];
  /** Says goodbye to the bot and ends everything; the state stays in its folder. */
  close(): Promise<void>;
}

/**
 * Starts a Slack workspace on 127.0.0.1 with the application of the manifest installed in it. State and tokens are kept in
 * `folder`; without it they end with the process. A taken port rejects with the system's own EADDRINUSE.
 */
export async function startWorkspace(options: {
  readonly port: number;
  readonly manifest: string;
  readonly folder?: string;
}): Promise<Workspace> {
  const { world, close } = await openWorkspace(options, slackTiming);
  const { url, secrets, store } = world;
  return {
    url,
    apiUrl: `${url}/api/`,
    tokens: { bot: secrets.bot, app: secrets.app, signingSecret: secrets.signingSecret },
    channels: store.channels().flatMap(({ id, name, direct }) => (direct ? [] : [{ id, name }])),
    people: inhabitants.map(({ id, name, role }) => ({ id, name, role, token: secrets.people[id] ?? '' })),
    close,
  };
}
