import { errorCode } from './error-code.ts';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'is not there',
  ENOTDIR: 'is not there',
  EISDIR: 'is a folder and no file',
  EACCES: 'may not be read by the user of this process',
  EPERM: 'may not be read by the user of this process',
  EIO: 'cannot be read from its disk (EIO)',
  ESTALE: 'is on a share that has gone (ESTALE)',
};

/** What is wrong with a file or folder, in a person's words: "/srv/x is not there"; the system's own words where none are known. */
export function fileTrouble(path: string, problem: unknown): string {
  const known = words[errorCode(problem)];
  return known === undefined ? `${path}: ${problem instanceof Error ? problem.message : String(problem)}` : `${path} ${known}`;
}

/** Nothing is at that place, or the way there ends before it. */
export function isMissing(problem: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(problem));
}

/** A file that could not be looked at: nothing is there, or why not. */
export function unseen(path: string, problem: unknown) {
  return isMissing(problem) ? { is: 'missing' as const, path } : { is: 'unreadable' as const, path, why: fileTrouble(path, problem) };
}
