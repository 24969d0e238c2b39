import { stat } from 'node:fs/promises';
import { unseen } from '../../lib/file-trouble.ts';
import type { SecretFile, SecretFilesReader } from '../../ports/secret-files.ts';

const READABLE_BY_ALL = 0o004;

/** Looks at the files from outside: their age and who may read them. */
export function createSecretFiles(paths: readonly string[]): SecretFilesReader {
  return { all: () => Promise.all(paths.map(look)) };
}

async function look(path: string): Promise<SecretFile> {
  try {
    const { mtime, mode } = await stat(path);
    return { is: 'file', path, changedAt: mtime, isOpen: (mode & READABLE_BY_ALL) !== 0 };
  } catch (problem) {
    return unseen(path, problem);
  }
}
