import { Client } from 'pg';
import { plain } from '../../lib/foreign.ts';
import { databaseOf } from '../database/session.ts';

/** The client programs of PostgreSQL that make and load a dump. */
export type Tool = 'pg_dump' | 'psql';

/** A running program: its pipes, and its end, which never rejects. */
export interface Running {
  readonly stdin: NodeJS.WritableStream;
  readonly stdout: AsyncIterable<Buffer>;
  readonly ended: Promise<{ readonly exitCode: number | undefined; readonly stderr: string }>;
  isOver(): boolean;
  kill(): void;
}

/** What a program is told besides its arguments. */
export interface Task {
  /** Another database than the live one. */
  readonly database?: string;
  /** Settings of the session, as in PGOPTIONS. */
  readonly options?: string;
  readonly stdout: 'pipe' | 'ignore';
}

/** Where these programs run: on the machine of the bot, or beside the server in its container. */
export interface Programs {
  /** "15.18". Looked up anew each time. Throws `Absent` with what to install when the program is not there. */
  versionOf(tool: Tool, signal: AbortSignal): Promise<string>;
  /** Starts it with the connection in its environment, never in its arguments; ends it, and what it does on the server, when the signal aborts. */
  start(tool: Tool, args: readonly string[], task: Task, signal: AbortSignal): Promise<Running>;
  /** What helps when it is older than the server. */
  newer(major: number): string;
}

export const KEPT_STDERR = 64 * 1024;

/** What a program is told of its connection in its environment, wherever it runs; where the server is, its caller adds. */
export function connectionOf(url: string, name: string, { database, options }: Pick<Task, 'database' | 'options'>): Record<string, string> {
  const { user, password } = new Client({ connectionString: url });
  return {
    LC_ALL: 'C',
    PGDATABASE: database ?? databaseOf(url),
    PGCONNECT_TIMEOUT: '5',
    PGAPPNAME: name,
    PGTZ: 'UTC',
    ...(user === undefined ? {} : { PGUSER: user }),
    ...(typeof password === 'string' ? { PGPASSWORD: password } : {}),
    ...(options === undefined ? {} : { PGOPTIONS: options }),
  };
}

/** The version in what a program says of itself. */
export function versionIn(said: string): string | undefined {
  return /\(PostgreSQL\) (\d+(?:\.\d+)*\S*)/.exec(said)?.[1];
}

/** The lines in which the program said why. */
export function reasonOf(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => /error|fatal|invalid/i.test(line));
  return plain((errors.length > 0 ? errors : lines.slice(-3)).slice(0, 3).join('; '), 600) || 'it gave no reason';
}
