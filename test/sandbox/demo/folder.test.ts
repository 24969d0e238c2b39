import { chown, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FolderUnusable, openFolder } from '../../../sandbox/demo/folder.ts';

const isRoot = process.getuid?.() === 0;
let parent: string;

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'bigshot-folder-'));
});

afterEach(() => rm(parent, { recursive: true, force: true }));

async function foreign(): Promise<string> {
  if (!isRoot) return '/usr';
  const NOBODY = 65_534;
  await chown(parent, NOBODY, NOBODY);
  return parent;
}

test('a folder of somebody else is left as it is, and it is said whose it is and what to do', async () => {
  const folder = await foreign();
  const { mode } = await stat(folder);
  const names = await readdir(folder);

  const problem = await openFolder(folder).catch((thrown: unknown) => thrown);

  expect(problem).toBeInstanceOf(FolderUnusable);
  expect(String(problem)).toMatch(
    isRoot
      ? /belongs to the user nobody\. Start the demo as that user, or .*--folder <path>/
      : /belongs to the user root\. .*--folder <path>/,
  );
  expect([(await stat(folder)).mode, await readdir(folder)]).toEqual([mode, names]);
});

test('a folder that cannot be made is told with the reason and the option for another one', async () => {
  const file = join(parent, 'file');
  await writeFile(file, '');

  const attempt = openFolder(join(file, '.bigshot'));

  await expect(attempt).rejects.toThrow(/file\/\.bigshot cannot be used \(not a directory\)\. .*--folder <path>/);
});

test('a new folder lets other users through but shows them nothing', async () => {
  const folder = join(parent, 'deep', 'data');

  await openFolder(folder);

  expect((await stat(folder)).mode & 0o777).toBe(0o711);
});
