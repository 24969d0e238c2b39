import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import { sql } from '../../lib/sql.ts';
import { connectionOf, versionIn, type Programs, type Running, type Tool } from '../backups/programs.ts';
import { withSession } from '../database/session.ts';
import type { Engine } from './client.ts';
import { startExec } from './exec.ts';

export interface ContainerProgramsOptions {
  readonly project: string;
  /** The service of the database. */
  readonly service: string;
  /** Of the database as the bot reaches it: its user, its password and its name are used in the container too. */
  readonly url: string;
}

const ENDED_WITHIN_MS = 5000;

/** pg_dump and psql beside the server, in its container: they are of the same version, and reach it by its own socket. */
export function containerPrograms(engine: Engine, { project, service, url }: ContainerProgramsOptions): Programs {
  const place = { project, service };
  return {
    versionOf: (tool, signal) => versionInContainer(engine, place, tool, signal),
    async start(tool, args, task, signal) {
      const name = `bigshot:${tool}:${randomUUID()}`;
      const command = [tool, ...args] as const;
      // No host and no port: in the container the server's own socket is the way.
      const environment = connectionOf(url, name, task);
      const options = { ...place, command, environment, stdin: tool === 'psql', stdout: task.stdout };
      return ending(await startExec(engine, options, signal), () => endSessions(url, name), signal);
    },
    newer: (major) => `use an image of PostgreSQL ${major} for the service ${service}`,
  };
}

async function versionInContainer(
  engine: Engine,
  place: { readonly project: string; readonly service: string },
  tool: Tool,
  signal: AbortSignal,
): Promise<string> {
  const exec = await startExec(engine, { ...place, command: [tool, '--version'], stdin: false, stdout: 'pipe' }, signal);
  const [said, { exitCode, stderr }] = await Promise.all([text(exec.stdout), exec.ended]);
  // What a shell says too when it does not find a program.
  if (exitCode === 126 || exitCode === 127) throw new Absent(`there is no ${tool} in the container of ${place.service}`);
  const version = versionIn(said);
  if (version === undefined) throw new OpsError('backups', `asking ${tool} for its version: ${plain(stderr || said, 300)}`);
  return version;
}

/**
 * The engine cannot end a program in a container, but its server can: without its session it ends by itself.
 * One that does not is let go of.
 */
function ending(exec: Awaited<ReturnType<typeof startExec>>, endIt: () => Promise<void>, signal: AbortSignal): Running {
  const kill = (): void => {
    if (exec.isOver()) return;
    exec.stdin.end();
    void endIt().catch(() => undefined);
    setTimeout(() => exec.release(), ENDED_WITHIN_MS).unref();
  };
  signal.addEventListener('abort', kill, { once: true });
  if (signal.aborted) kill();
  const { stdin, stdout } = exec;
  const ended = exec.ended.finally(() => signal.removeEventListener('abort', kill));
  return { stdin, stdout, ended, isOver: () => exec.isOver(), kill };
}

async function endSessions(url: string, name: string): Promise<void> {
  const session = { url, database: 'postgres', mode: 'write', statementTimeoutMs: ENDED_WITHIN_MS, purpose: 'end' } as const;
  await withSession(session, AbortSignal.timeout(ENDED_WITHIN_MS), (client) =>
    client.query(sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = ${name}`),
  );
}
