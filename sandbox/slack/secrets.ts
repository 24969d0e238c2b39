import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { app, inhabitants } from './identity.ts';

const Secrets = z.object({
  bot: z.string().startsWith('xoxb-'),
  app: z.string().startsWith('xapp-'),
  signingSecret: z.string().length(32),
  verification: z.string(),
  people: z.record(z.string(), z.string().startsWith('xoxp-')),
});

/** The tokens of the workspace; `people` maps a user's id to their token. */
export type Secrets = z.infer<typeof Secrets>;

const OWNER_ONLY = 0o600;

/** Random tokens, kept in the folder so that the next start has the same ones; without a folder they live as long as the process. */
export function loadSecrets(folder: string | undefined): Secrets {
  if (folder === undefined) return createSecrets();
  const path = join(folder, 'tokens.json');
  const kept = readSecrets(path);
  if (kept) {
    chmodSync(path, OWNER_ONLY);
    return kept;
  }
  mkdirSync(folder, { recursive: true });
  const secrets = createSecrets();
  writeFileSync(`${path}.new`, JSON.stringify(secrets, null, 2), { mode: OWNER_ONLY });
  renameSync(`${path}.new`, path);
  return secrets;
}

function readSecrets(path: string): Secrets | undefined {
  try {
    const parsed = Secrets.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success && inhabitants.every(({ id }) => parsed.data.people[id]) ? parsed.data : undefined;
  } catch {
    // Not there yet, or not JSON: new tokens cost nothing but a restart of the bot.
    return undefined;
  }
}

function createSecrets(): Secrets {
  return {
    bot: `xoxb-local-${random(18)}`,
    app: `xapp-1-${app.id}-${random(24)}`,
    signingSecret: random(16),
    verification: random(12),
    people: Object.fromEntries(inhabitants.map(({ id }) => [id, `xoxp-local-${random(18)}`])),
  };
}

function random(bytes: number): string {
  return randomBytes(bytes).toString('hex');
}
