import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { removePlace } from '../stores/place.ts';

/** Deletes all that earlier demos kept in this folder, but not the claim on it. */
export async function clearFolder(folder: string): Promise<void> {
  await removePlace(join(folder, 'bot'));
  await removePlace(join(folder, 'platform', 'db'));
  const names = (await readdir(folder)).filter((name) => !name.startsWith('processes.json'));
  await Promise.all(names.map((name) => rm(join(folder, name), { recursive: true, force: true })));
}
