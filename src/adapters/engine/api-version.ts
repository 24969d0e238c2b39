import { OpsError } from '../../core/errors.ts';

/** Versions of the engine's API that were read for this adapter; exec with an environment came with the oldest of them. */
const OLDEST = '1.25';
const NEWEST = '1.47';

/**
 * The version in which both can talk: the newest that we know, or what the engine has at most or at least.
 * @throws when the engine is too old, or says no version at all.
 */
export function commonVersion(theirs: string | undefined, theirOldest = '1.12'): string {
  if (theirs === undefined || !/^\d+\.\d+$/.test(theirs)) throw new OpsError('engine', 'what answers there is no container engine');
  if (isOlder(theirs, OLDEST))
    throw new OpsError(
      'engine',
      `the container engine speaks version ${theirs} of its API, and at least ${OLDEST} is needed (Docker 1.13)`,
    );
  if (isOlder(theirs, NEWEST)) return theirs;
  return /^\d+\.\d+$/.test(theirOldest) && isOlder(NEWEST, theirOldest) ? theirOldest : NEWEST;
}

function isOlder(one: string, other: string): boolean {
  const [major = 0, minor = 0] = one.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
