import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { hasCode } from './errors.ts';

/** The password kept in this file (mode 0600); makes a random one when there is no such file yet. */
export async function keptSecret(file: string): Promise<string> {
  const secret = randomBytes(18).toString('base64url');
  try {
    await writeFile(file, secret, { mode: 0o600, flag: 'wx' });
    return secret;
  } catch (problem) {
    if (!hasCode(problem, 'EEXIST')) throw problem;
    return (await readFile(file, 'utf8')).trim();
  }
}
