import { distance } from 'fastest-levenshtein';
import type { BackupsReader, Verification } from '../../ports/backups.ts';
import { foreign } from '../../lib/foreign.ts';
import { list, listed } from '../../lib/words.ts';

/** The archive that was meant, freshly read, with the newer ones that were passed over; or why there is none. */
export type Chosen =
  | { readonly is: 'chosen'; readonly verification: Verification; readonly passedOver: readonly Verification[] }
  | { readonly is: 'none'; readonly why: string };

/** `latest` is the newest verified one; what nobody has read yet is read until none can be newer. */
export async function choose(backups: BackupsReader, wanted: string, signal: AbortSignal): Promise<Chosen> {
  const { archives } = await backups.list(signal);
  const names = archives.map(({ name }) => name);
  if (wanted !== 'latest') {
    if (names.includes(wanted)) return { is: 'chosen', verification: await backups.verify(wanted, signal), passedOver: [] };
    return { is: 'none', why: `There is no backup named \`${wanted}\`. ${nearest(wanted, names)}` };
  }
  const read: Verification[] = [];
  for (const { name, verification, takenAt } of archives) {
    const best = newestVerified(read);
    // Of an archive that nobody has read only the time of its file is known; a copy that has just arrived has a new one, and old data.
    if (best && best.takenAt >= takenAt) break;
    // What was remembered as bad stays bad; what was good is read again, because a restore rests on it.
    read.push(verification?.verified === false ? verification : await backups.verify(name, signal));
  }
  const best = newestVerified(read);
  if (!best) return { is: 'none', why: `No backup is verified, so there is no latest one. ${whatThereIs(read)}` };
  return { is: 'chosen', verification: best, passedOver: read.filter(({ verified, takenAt }) => !verified && takenAt > best.takenAt) };
}

function newestVerified(read: readonly Verification[]): Verification | undefined {
  return read.filter(({ verified }) => verified).toSorted((left, right) => right.takenAt.getTime() - left.takenAt.getTime())[0];
}

/** What people must know of newer archives before they approve an older one; no sentence when there are none. */
export function passedOverInWords(passedOver: readonly Verification[]): readonly string[] {
  const words = passedOver.slice(0, 3).map(withWhy);
  return words.length === 0 ? [] : [`*not the newest archive*: newer, and passed over: ${list(words)}`];
}

/** An archive with the first thing that keeps it from being trusted. */
function withWhy({ name, kind, problems }: Verification): string {
  const why = problems[0] ?? (kind === 'legacy' ? 'a legacy archive' : 'not verified');
  return `\`${name}\` (${foreign(why, 120)})`;
}

/** The three names that look most like the one that was typed. */
export function nearest(wanted: string, names: readonly string[]): string {
  const near = names.toSorted((left, right) => distance(wanted, left) - distance(wanted, right)).slice(0, 3);
  return near.length === 0 ? 'The folder holds no archive.' : `The nearest are ${inCode(near)}.`;
}

/** Where none is proven: the one that a person may still choose by its name, and what is wrong with the others. */
function whatThereIs(read: readonly Verification[]): string {
  if (read.length === 0) return 'The folder holds no archive.';
  const [whole] = read.filter(({ problems }) => problems.length === 0);
  const bad = read.filter(({ problems }) => problems.length > 0).map(withWhy);
  return [
    ...(whole
      ? [
          `The newest that can be read to its end is \`${whole.name}\`, though nothing proves it whole: \`/bigshot restore ${whole.name}\` takes it.`,
        ]
      : []),
    ...(bad.length === 0 ? [] : [`Damaged: ${listed(bad, 3)}.`]),
  ].join(' ');
}

function inCode(names: readonly string[]): string {
  return list(names.map((name) => `\`${name}\``));
}
