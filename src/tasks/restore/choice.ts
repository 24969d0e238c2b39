import { distance } from 'fastest-levenshtein';
import type { BackupsReader, Verification } from '../../ports/backups.ts';
import { list } from '../../lib/words.ts';

/** The archive that was meant, freshly read; or why there is none. */
export type Chosen = { readonly is: 'chosen'; readonly verification: Verification } | { readonly is: 'none'; readonly why: string };

/** `latest` is the newest verified one; what nobody has read yet is read until one is found. */
export async function choose(backups: BackupsReader, wanted: string, signal: AbortSignal): Promise<Chosen> {
  const { archives } = await backups.list(signal);
  const names = archives.map(({ name }) => name);
  if (wanted !== 'latest') {
    if (names.includes(wanted)) return { is: 'chosen', verification: await backups.verify(wanted, signal) };
    return { is: 'none', why: `There is no backup named \`${wanted}\`. ${nearest(wanted, names)}` };
  }
  for (const { name, verification } of archives) {
    // What was remembered as bad stays bad; what was good is read again, because a restore rests on it.
    if (verification?.verified === false) continue;
    const fresh = await backups.verify(name, signal);
    if (fresh.verified) return { is: 'chosen', verification: fresh };
  }
  return { is: 'none', why: `No backup is verified, so there is no latest one. ${newest(names)}` };
}

/** The three names that look most like the one that was typed. */
export function nearest(wanted: string, names: readonly string[]): string {
  const near = names.toSorted((left, right) => distance(wanted, left) - distance(wanted, right)).slice(0, 3);
  return near.length === 0 ? 'The folder holds no archive.' : `The nearest are ${inCode(near)}.`;
}

function newest(names: readonly string[]): string {
  return names.length === 0 ? 'The folder holds no archive.' : `The newest archives are ${inCode(names.slice(0, 3))}.`;
}

function inCode(names: readonly string[]): string {
  return list(names.map((name) => `\`${name}\``));
}
