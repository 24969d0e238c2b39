import { parseArgs } from 'node:util';
import type { Profile } from './limits/limits.ts';
import { isLoopback } from './loopback.ts';
import type { WorkspaceOptions } from './open.ts';

/** What was asked for on the command line. */
export interface CommandLine {
  readonly workspace: WorkspaceOptions;
  /** One line of JSON for scripts instead of words for people. */
  readonly json: boolean;
}

/** The options were wrong; the message says what, and what is allowed. */
export class WrongOptions extends Error {
  override readonly name = 'WrongOptions';
}

const ALLOWED = `Allowed after \`--\`:
  --manifest <file>       the application's manifest.yml (needed)
  --port <number>         where the page and the API are, 0 for any free one (3100)
  --folder <path>         where messages and tokens are kept; without it they end with the workspace
  --setup <file>          who lives in the workspace
  --app-url <url>         where the application listens, if it does not use Socket Mode
  --limits <how>          how strict the rate limits are: slack, tight or off (slack)
  --host <address>        the address to listen on, for others than this machine too (127.0.0.1)
  --allowed-host <name>   a name under which others may ask, once for each; needed with such a --host
  --json                  one line of JSON for scripts instead of words`;

/** Reads the arguments after the name of the program. Throws WrongOptions. */
export function parseOptions(args: readonly string[]): CommandLine {
  const given = values(args);
  const { manifest, host, json } = given;
  if (manifest === undefined) throw wrong("--manifest is missing: the path of the application's manifest.yml");
  const allowedHosts = given['allowed-host'].map(hostName);
  if (host !== undefined && !isLoopback(host) && allowedHosts.length === 0)
    throw wrong(`--host ${host} lets others than this machine in, so name the workspace for them with --allowed-host`);
  return {
    json,
    workspace: {
      manifest,
      port: portOf(given.port),
      limits: profileOf(given.limits),
      allowedHosts,
      ...present({ folder: given.folder, setup: given.setup, appUrl: given['app-url'], host }),
    },
  };
}

function portOf(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw wrong(`--port wants a number from 0 to 65535, not "${text}"`);
  return Number(text);
}

function profileOf(text: string): Profile {
  const names = { slack: 'slack', tight: 'tight', off: 'off' } as const satisfies Record<Profile, Profile>;
  const found = Object.values(names).find((name) => name === text);
  if (!found) throw wrong(`--limits wants slack, tight or off, not "${text}"`);
  return found;
}

function hostName(text: string): string {
  if (!/^(?:[\w.-]+|\[[\da-f:]+\])(?::\d{1,5})?$/i.test(text))
    throw wrong(`--allowed-host wants a name such as slack.test, with or without a port, not "${text}"`);
  return text;
}

/** Without what is undefined, as a given undefined is not the same as nothing. */
function present(options: Readonly<Record<'folder' | 'setup' | 'appUrl' | 'host', string | undefined>>): Partial<WorkspaceOptions> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

function values(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        manifest: { type: 'string' },
        port: { type: 'string', default: '3100' },
        folder: { type: 'string' },
        setup: { type: 'string' },
        'app-url': { type: 'string' },
        limits: { type: 'string', default: 'slack' },
        host: { type: 'string' },
        'allowed-host': { type: 'string', multiple: true, default: [] },
        json: { type: 'boolean', default: false },
      },
    }).values;
  } catch (cause) {
    const [problem = ''] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    throw wrong(problem, cause);
  }
}

function wrong(problem: string, cause?: unknown): WrongOptions {
  return new WrongOptions(`${problem}.\n${ALLOWED}`, { cause });
}
