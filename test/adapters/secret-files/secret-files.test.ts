import { chmod, mkdtemp, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSecretFiles } from '../../../src/adapters/secret-files/secret-files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-secrets-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const written = new Date('2026-01-01T00:00:00Z');
async function given(name: string, mode: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, 'SECRET_KEY=a');
  await chmod(path, mode);
  await utimes(path, written, written);
  return path;
}
const look = async (path: string) => (await createSecretFiles([path]).all(new AbortController().signal))[0];

test.each([
  [0o600, false],
  [0o640, false],
  [0o644, true],
])('a file of mode %o has its age, and is open: %s', async (mode, isOpen) => {
  const path = await given(`mode-${mode}`, mode);

  expect(await look(path)).toEqual({ is: 'file', path, changedAt: written, isOpen });
});

test('one that is not there is missing, one below a file as well', async () => {
  const path = await given('file', 0o600);

  expect(await look(join(folder, 'none'))).toMatchObject({ is: 'missing' });
  expect(await look(join(path, 'below'))).toMatchObject({ is: 'missing' });
});

test('a way that leads in a circle is told in words', async () => {
  await symlink(join(folder, 'circle'), join(folder, 'circle'));

  expect(await look(join(folder, 'circle'))).toMatchObject({ is: 'unreadable', why: expect.stringContaining('circle') });
});
