import { PassThrough, Readable } from 'node:stream';
import { execa, type Options } from 'execa';
import { Client } from 'pg';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';

export type Tool = 'pg_dump' | 'psql';

/** Where programs are looked for when the process has no PATH; its own is handed in, because only `main` reads the environment. */
export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

const KEPT_STDERR = 64 * 1024;
const KILL_AFTER_MS = 2000;

/** Which version of a program is installed, looked up anew each time, because it may be installed while the bot runs. */
export async function versionOf(tool: Tool, path: string, signal: AbortSignal): Promise<string> {
  const asked = await execa(tool, ['--version'], { ...bare(path), reject: false, timeout: 10_000, cancelSignal: signal, stdin: 'ignore' });
  signal.throwIfAborted();
  if (asked.code === 'ENOENT') {
    throw new Absent(`${tool} is not on the PATH of the bot: install the package postgresql-client (apt-get install postgresql-client)`);
  }
  const version = /\(PostgreSQL\) (\d+(?:\.\d+)*\S*)/.exec(asked.stdout)?.[1];
  if (version === undefined) throw new OpsError('backups', `asking ${tool} for its version: ${plain(asked.stderr || asked.stdout, 300)}`);
  return version;
}

/** A running child process: its pipes, and its end, which never rejects. */
export interface Running {
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: AsyncIterable<Buffer>;
  readonly ended: Promise<{ readonly exitCode: number | undefined; readonly stderr: string }>;
  isOver(): boolean;
  kill(): void;
}

/**
 * Starts a client program of PostgreSQL with the connection in its environment: nothing of it is in the argument list, which everybody on the machine can read.
 * It is a process group of its own and is ended with all of it when the signal aborts.
 */
export function startTool(
  tool: Tool,
  args: readonly string[],
  about: {
    readonly url: string;
    readonly database?: string;
    readonly path: string;
    readonly options?: string;
    readonly stdout: 'pipe' | 'ignore';
  },
  signal: AbortSignal,
): Running {
  const child = execa(tool, args, {
    ...bare(about.path),
    env: {
      PATH: about.path,
      ...connectionOf(about.url, about.database),
      ...(about.options === undefined ? {} : { PGOPTIONS: about.options }),
    },
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
  return { stdin: child.stdin ?? new PassThrough(), stdout: child.stdout ?? Readable.from([]), ended, kill, isOver: () => isOver };
}

/** The lines in which the program said why. */
export function reasonOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|fatal|invalid/i.test(line));
  return plain((errors.length > 0 ? errors : lines.slice(-3)).slice(0, 3).join('; '), 600) || 'it gave no reason';
}

function bare(path: string): Pick<Options, 'extendEnv' | 'env'> & { readonly extendEnv: false } {
  return { extendEnv: false, env: { PATH: path, LC_ALL: 'C' } };
}

function connectionOf(url: string, database?: string): Record<string, string> {
  const { host, port, user, password, database: named } = new Client({ connectionString: url });
  const sslMode = new URL(url).searchParams.get('sslmode');
  return {
    LC_ALL: 'C',
    PGHOST: host,
    PGPORT: String(port),
    PGDATABASE: database ?? named ?? 'postgres',
    PGCONNECT_TIMEOUT: '5',
    PGAPPNAME: 'bigshot',
    PGTZ: 'UTC',
    ...(user === undefined ? {} : { PGUSER: user }),
    ...(typeof password === 'string' ? { PGPASSWORD: password } : {}),
    ...(sslMode === null ? {} : { PGSSLMODE: sslMode }),
  };
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
