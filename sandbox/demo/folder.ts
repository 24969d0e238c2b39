import { chmod, mkdir, readFile, stat } from 'node:fs/promises';

/** The data cannot be kept in this folder; the message says why and what to do. */
export class FolderUnusable extends Error {}

const ELSEWHERE = 'keep the data elsewhere: npm run demo -- --folder <path>';

/**
 * Makes the folder for the demo's data, or takes the one that is there.
 * @throws FolderUnusable, before anything is changed, when it belongs to somebody else or may not be made.
 */
export async function openFolder(folder: string): Promise<void> {
  const owner = (await stat(folder).catch(() => undefined))?.uid;
  // Root could write here too, but its files would keep the owner out for good.
  if (owner !== undefined && process.getuid !== undefined && owner !== process.getuid()) {
    throw new FolderUnusable(`The folder ${folder} belongs to ${await nameOf(owner)}. Start the demo as that user, or ${ELSEWHERE}`);
  }
  try {
    await mkdir(folder, { recursive: true });
    // The stores below may belong to another user, who must get through here; the secrets are in files of their own.
    await chmod(folder, 0o711);
  } catch (cause) {
    throw new FolderUnusable(`The folder ${folder} cannot be used (${reasonOf(cause)}). Please ${ELSEWHERE}`, { cause });
  }
}

async function nameOf(uid: number): Promise<string> {
  const users = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const name = users
    .split('\n')
    .map((line) => line.split(':'))
    .find((fields) => fields[2] === String(uid))?.[0];
  return name === undefined ? `another user (uid ${uid})` : `the user ${name}`;
}

// Of "EACCES: permission denied, mkdir '/there'" only the words.
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return /^[A-Z]+: ([^,]+),/.exec(message)?.[1] ?? message;
}
