import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { app } from './identity.ts';
import type { Inhabitant } from './setup.ts';

const Secrets = z.object({
  bot: z.string().startsWith('xoxb-local-'),
  app: z.string().startsWith(`xapp-1-${app.id}-`),
  signingSecret: z.string().length(32),
  verification: z.string(),
  /** Of the workspace's own controls: time, faults, traffic. */
  control: z.string().startsWith('control-'),
  people: z.record(z.string(), z.string().regex(/^xox[pb]-local-/)),
});

/** The tokens of the workspace; `people` maps a user's id to their token. */
export type Secrets = z.infer<typeof Secrets>;

const OWNER_ONLY = 0o600;

/**
 * Random tokens, kept in the folder so that the next start has the same ones; without a folder they live as long as the process.
 * Throws when the folder holds a token of a real workspace: it would soon stand in a log or a picture.
 */
export function loadSecrets(folder: string | undefined, people: readonly Inhabitant[]): Secrets {
  const fresh = createSecrets(people);
  if (folder === undefined) return fresh;
  const path = join(folder, 'tokens.json');
  const kept = readSecrets(path);
  const secrets = kept ? { ...kept, people: { ...fresh.people, ...kept.people } } : fresh;
  if (people.every(({ id }) => kept?.people[id])) {
    chmodSync(path, OWNER_ONLY);
    return secrets;
  }
  mkdirSync(folder, { recursive: true });
  // Rights are given to a new file only, so one that a killed start has left behind must go first.
  rmSync(`${path}.new`, { force: true });
  writeFileSync(`${path}.new`, JSON.stringify(secrets, null, 2), { mode: OWNER_ONLY });
  renameSync(`${path}.new`, path);
  return secrets;
}

function readSecrets(path: string): Secrets | undefined {
  const text = readIfThere(path);
  const real = text.match(realToken)?.[0];
  if (real !== undefined) {
    throw new Error(
      `reading ${path}: it holds "${real.slice(0, 9)}…", which looks like a token of a real Slack workspace. ` +
        'Take it out of there and revoke it in Slack; the local workspace makes its own tokens.',
    );
  }
  try {
    const parsed = Secrets.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // Not there yet, or not JSON: new tokens cost nothing but a restart of the application.
    return undefined;
  }
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Slack's own tokens: numbers of a team and a user after the kind, the rotating ones, and what a browser keeps as a cookie. */
const realToken =
  /\b(?:xox[abceoprs]-(?:\d-)?\d{6,}[\w-]*|xapp-\d-A(?!0LOCAL)[A-Z0-9]{8,}-[\w-]+|xoxe\.xox[bp]-[\w-]+|xoxe-\d-[\w-]{10,}|xoxd-[\w%+/-]{10,})/;

/** Whether this is what a real Slack workspace gives out; such a token is never taken, kept or shown. */
export function looksReal(token: string): boolean {
  return realToken.test(token);
}

function createSecrets(people: readonly Inhabitant[]): Secrets {
  return {
    bot: `xoxb-local-${random(18)}`,
    app: `xapp-1-${app.id}-${random(24)}`,
    signingSecret: random(16),
    verification: random(12),
    control: `control-${random(18)}`,
    people: Object.fromEntries(people.map(({ id, kind }) => [id, `${kind === 'bot' ? 'xoxb' : 'xoxp'}-local-${random(18)}`])),
  };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
