import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { OpsError } from '../../core/errors.ts';
import { openArchive } from './folder.ts';
import { inspectArchive, type Inspection } from './inspect.ts';
import { reasonOf, type Programs, type Running } from './programs.ts';

/** What loading needs to know besides the archive. */
export interface LoadTarget {
  readonly folder: string;
  readonly programs: Programs;
}

// Only this session: what is being built is thrown away after a crash anyway.
const SESSION = [
  'synchronous_commit=off',
  'maintenance_work_mem=256MB',
  'client_min_messages=warning',
  'lock_timeout=10s',
  'statement_timeout=0',
]
  .map((setting) => `-c ${setting}`)
  .join(' ');

/** The first version of each major whose psql knows `\restrict`, which forbids every other command that begins with a backslash. */
const RESTRICTS: Readonly<Record<number, number>> = { 13: 22, 14: 19, 15: 14, 16: 10, 17: 6 };

/**
 * Pours the dump of an archive into psql while reading it. The bot opens the transaction and commits only when the last line of the dump was seen and
 * the file is the approved one; whatever ends the input before, a killed bot included, rolls back.
 */
export async function loadArchive(
  target: LoadTarget,
  archive: { readonly name: string; readonly sha256: string },
  database: string,
  progress: (doneBytes: number, ofBytes: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const version = await target.programs.versionOf('psql', signal);
  const file = await openArchive(target.folder, archive.name);
  const args = ['-X', '--quiet', '--no-password', '--set=ON_ERROR_STOP=1'];
  const psql = await target.programs
    .start('psql', args, { database, options: SESSION, stdout: 'ignore' }, signal)
    .catch(async (problem: unknown) => {
      await file.close();
      throw problem;
    });
  try {
    const { size } = await file.stat();
    const send = senderTo(psql);
    await send(`BEGIN;\n${restricts(version) ? `\\restrict ${randomBytes(24).toString('hex')}\n` : ''}`);
    const onDump = async (pieces: readonly Buffer[]): Promise<void> => {
      for (const piece of pieces) await send(piece);
    };
    const inspection = await inspectArchive(file, signal, { onDump, onProgress: (bytes) => progress(bytes, size) });
    const problem = whyNotCommit(inspection, archive.sha256);
    if (problem !== undefined) throw new OpsError('backups', `loading ${archive.name}: ${problem}`, { permanent: true });
    await send('\nCOMMIT;\n');
    psql.stdin.end();
    const { exitCode, stderr } = await psql.ended;
    if (exitCode !== 0) throw new Ended(stderr);
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Ended)) throw error;
    throw new OpsError('backups', `loading ${archive.name} into ${database}: ${reasonOf(error.message)}`);
  } finally {
    psql.kill();
    await psql.ended;
    await file.close();
  }
}

/** Carries what psql wrote to its error output. */
class Ended extends Error {}

// psql that has ended takes nothing more, and says why only at its end.
function senderTo(psql: Running): (piece: Buffer | string) => Promise<void> {
  let isBroken = false;
  psql.stdin.on('error', () => {
    isBroken = true;
  });
  return async (piece) => {
    if (!isBroken && !psql.isOver() && psql.stdin.write(piece)) return;
    // A pipe that fails is told by the end of the process.
    await Promise.race([once(psql.stdin, 'drain').catch(() => undefined), psql.ended]);
    if (isBroken || psql.isOver()) throw new Ended((await psql.ended).stderr);
  };
}

function whyNotCommit({ problems, dump, sha256 }: Inspection, expected: string): string | undefined {
  if (problems[0] !== undefined) return problems[0];
  if (!dump) return 'there is no dump in it';
  if (dump.problems[0] !== undefined) return dump.problems[0];
  if (!dump.isComplete) return 'the dump is cut: its last line is missing';
  return sha256 === expected ? undefined : `it is not the archive that was approved any more (sha256 ${sha256.slice(0, 12)}…)`;
}

function restricts(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major >= 18 || minor >= (RESTRICTS[major] ?? Number.POSITIVE_INFINITY);
}
