import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { OpsError } from '../../core/errors.ts';
import { KEPT_STDERR, type Running } from '../backups/programs.ts';
import type { Engine } from './client.ts';
import { framesOf } from './frames.ts';
import { runningMember } from './project.ts';

/** A program in a running container. */
export interface Exec extends Omit<Running, 'kill'> {
  /** Lets go of it: its input ends, its output is read no more. The engine cannot end a program by itself. */
  release(): void;
}

export interface ExecOptions {
  readonly project: string;
  readonly service: string;
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdin: boolean;
  readonly stdout: 'pipe' | 'ignore';
}

const TOLD_WITHIN_MS = 5000;

/**
 * Starts a program in the container of a service. What it writes is taken only as fast as it is read, so a slow reader slows the program.
 * @throws an OpsError when no container of the service runs, or the engine refuses.
 */
export async function startExec(engine: Engine, options: ExecOptions, signal: AbortSignal): Promise<Exec> {
  const { project, service, command, environment = {}, stdin, stdout } = options;
  const doing = `starting ${command[0] ?? ''} in the container of ${service}`;
  const member = await runningMember(engine, project, service, signal);
  if (!member) throw new OpsError('engine', doing, { cause: new Error('no container of it runs') });
  return engine.command(doing, signal, async (docker) => {
    const exec = await docker.getContainer(member.id).exec({
      Cmd: [...command],
      Env: Object.entries(environment).map(([name, value]) => `${name}=${value}`),
      AttachStdin: stdin,
      AttachStdout: stdout === 'pipe',
      AttachStderr: true,
    });
    const socket = await exec.start({ hijack: true, stdin: true });
    if (!stdin) socket.end();
    return runningExec(exec, socket);
  });
}

function runningExec(exec: Docker.Exec, socket: NodeJS.ReadWriteStream & { destroy(): unknown }): Exec {
  const out = new PassThrough();
  // A reader that has gone away is no error of the program's.
  out.on('error', () => undefined);
  const state = { isOver: false, stderr: '' };
  const ended = pipeline(
    outputOf(socket, (piece) => (state.stderr = `${state.stderr}${piece}`.slice(-KEPT_STDERR))),
    out,
  )
    .catch((problem: unknown) => void (state.stderr ||= String(problem)))
    .then(async () => {
      const exitCode = await exitCodeOf(exec);
      state.isOver = true;
      return { exitCode, stderr: state.stderr };
    });
  return {
    stdin: socket,
    stdout: out,
    ended,
    isOver: () => state.isOver,
    release: () => {
      socket.destroy();
      out.destroy();
    },
  };
}

async function* outputOf(socket: NodeJS.ReadableStream, onStderr: (piece: string) => void): AsyncGenerator<Buffer> {
  for await (const { of, bytes } of framesOf(chunksOf(socket))) {
    if (of === 'stdout') yield bytes;
    else onStderr(bytes.toString('utf8'));
  }
}

async function* chunksOf(stream: NodeJS.ReadableStream): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
}

/** The engine knows it a moment after the output has ended. */
async function exitCodeOf(exec: Docker.Exec): Promise<number | undefined> {
  for (const deadline = Date.now() + TOLD_WITHIN_MS; Date.now() < deadline; await sleep(20)) {
    const told = await exec.inspect().catch(() => undefined);
    if (!told) return undefined;
    if (!told.Running) return told.ExitCode ?? undefined;
  }
  return undefined;
}
