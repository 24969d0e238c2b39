import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { removePlace } from '../../sandbox/stores/place.ts';
import { startOf } from '../../sandbox/stores/processes.ts';
import { endLeftover } from '../../sandbox/stores/server.ts';

const OWNER = 'owner.json';

/** Writes down that this folder belongs to this process. */
export async function recordOwner(folder: string): Promise<void> {
  await writeFile(join(folder, OWNER), JSON.stringify([process.pid, await startOf(process.pid)]));
}

/** Ends and deletes what test runs left behind that were killed; the ones of living runs stay. */
export async function sweepOrphans(parent: string, prefix: string): Promise<void> {
  const names = (await readdir(parent)).filter((name) => name.startsWith(prefix));
  await Promise.all(names.map((name) => sweep(join(parent, name))));
}

async function sweep(folder: string): Promise<void> {
  const owner: unknown = JSON.parse(await readFile(join(folder, OWNER), 'utf8').catch(() => 'null'));
  // Without an owner the folder was made a moment ago by a run that starts now, or cannot be read: not ours to judge.
  if (!Array.isArray(owner)) return;
  const [pid, start]: readonly unknown[] = owner;
  if (typeof pid !== 'number' || (await startOf(pid)) === start) return;
  await endLeftover(join(folder, 'data'));
  await removePlace(folder);
}
