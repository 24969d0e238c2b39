import { PassThrough, pipeline, Readable } from 'node:stream';
import { execa, type Options } from 'execa';
import { Client } from 'pg';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import { connectionOf, KEPT_STDERR, versionIn, type Programs, type Running, type Task, type Tool } from './programs.ts';

/** Where programs are looked for when the process has no PATH; its own is handed in, because only `main` reads the environment. */
const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const KILL_AFTER_MS = 2000;

/** The programs that are installed on the machine of the bot. */
export function localPrograms({ url, path = DEFAULT_PATH }: { readonly url: string; readonly path?: string }): Programs {
  return {
    versionOf: (tool, signal) => installedVersion(tool, path, signal),
    start: async (tool, args, task, signal) => startTool(tool, args, { ...task, url, path }, signal),
    newer: (major) => `install the package postgresql-client-${major}`,
  };
}

/** It may be installed while the bot runs, so nothing is remembered. */
async function installedVersion(tool: Tool, path: string, signal: AbortSignal): Promise<string> {
  const asked = await execa(tool, ['--version'], { ...bare(path), reject: false, timeout: 10_000, cancelSignal: signal, stdin: 'ignore' });
  signal.throwIfAborted();
  if (asked.code === 'ENOENT') {
    throw new Absent(`${tool} is not on the PATH of the bot: install the package postgresql-client (apt-get install postgresql-client)`);
  }
  const version = versionIn(asked.stdout);
  if (version === undefined) throw new OpsError('backups', `asking ${tool} for its version: ${plain(asked.stderr || asked.stdout, 300)}`);
  return version;
}

/**
 * Nothing of the connection is in the argument list, which everybody on the machine can read.
 * The child is a process group of its own and is ended with all of it when the signal aborts.
 */
function startTool(
  tool: Tool,
  args: readonly string[],
  about: Task & { readonly url: string; readonly path: string },
  signal: AbortSignal,
): Running {
  const child = execa(tool, args, {
    ...bare(about.path),
    env: { PATH: about.path, ...connectionOf(about.url, 'bigshot', about), ...placeOf(about.url) },
    stdin: tool === 'psql' ? 'pipe' : 'ignore',
    stdout: about.stdout,
    stderr: 'pipe',
    buffer: false,
    reject: false,
    detached: true,
  });
  let stderr = '';
  child.stderr.on('data', (piece: Buffer) => {
    stderr = `${stderr}${piece.toString('utf8')}`.slice(-KEPT_STDERR);
  });
  let isOver = false;
  const kill = (): void => endGroup(child.pid, () => isOver);
  signal.addEventListener('abort', kill, { once: true });
  const ended = child.then(({ exitCode, code }) => {
    isOver = true;
    signal.removeEventListener('abort', kill);
    return { exitCode, stderr: stderr || (code ?? '') };
  });
  return { stdin: child.stdin ?? new PassThrough(), stdout: kept(child.stdout), ended, kill, isOver: () => isOver };
}

/** An output that nobody reads yet is thrown away from the next turn of the loop on, so it is read into a pipe at once. */
function kept(output: Readable | null): Readable {
  if (!output) return Readable.from([]);
  // Whoever reads the pipe meets its errors.
  return pipeline(output, new PassThrough(), () => {});
}

function bare(path: string): Pick<Options, 'extendEnv' | 'env'> & { readonly extendEnv: false } {
  return { extendEnv: false, env: { PATH: path, LC_ALL: 'C' } };
}

function placeOf(url: string): Record<string, string> {
  const { host, port } = new Client({ connectionString: url });
  const sslMode = new URL(url).searchParams.get('sslmode');
  return { PGHOST: host, PGPORT: String(port), ...(sslMode === null ? {} : { PGSSLMODE: sslMode }) };
}

// First politely, so that the server is told; a process that does not listen is killed.
function endGroup(pid: number | undefined, isOver: () => boolean): void {
  const send = (name: NodeJS.Signals): void => {
    // The id of a process that has ended may belong to somebody else by now.
    if (pid === undefined || isOver()) return;
    try {
      process.kill(-pid, name);
    } catch {
      // Gone already.
    }
  };
  send('SIGTERM');
  setTimeout(send, KILL_AFTER_MS, 'SIGKILL').unref();
}
