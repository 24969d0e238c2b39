import { execa } from 'execa';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';

/** A compose project: always named, because compose otherwise names it after the folder of its file. */
export interface ComposeProject {
  readonly project: string;
  readonly files: readonly string[];
  /** PATH, where the engine is, and what the files take from the environment. */
  readonly environment: Readonly<Record<string, string>>;
}

/** How compose is started here: version 2 is a plugin of the docker program, version 1 a program of its own. */
type Program = readonly [string, ...string[]];

const PROGRAMS: readonly Program[] = [['docker', 'compose'], ['docker-compose']];

/**
 * Runs one compose command, such as `up --detach`. Only for what no API of the engine does: build and up.
 * @throws Absent when there is no compose program on the PATH.
 */
export async function compose(about: ComposeProject, words: readonly string[], signal: AbortSignal): Promise<void> {
  const [command, ...before] = await program(about, signal);
  const files = about.files.flatMap((file) => ['--file', file]);
  const { failed, stderr, exitCode } = await execa(command, [...before, '--project-name', about.project, ...files, ...words], {
    ...inside(about),
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (failed)
    throw new OpsError('compose', `${plain(words.join(' '), 100)} of the project ${about.project}: ${lastWords(stderr, exitCode)}`);
}

async function program(about: ComposeProject, signal: AbortSignal): Promise<Program> {
  for (const one of PROGRAMS) {
    const [command, ...before] = one;
    const { failed } = await execa(command, [...before, 'version'], { ...inside(about), timeout: 10_000, cancelSignal: signal });
    signal.throwIfAborted();
    if (!failed) return one;
  }
  throw new Absent('there is no compose program on the PATH: install docker-compose or the compose plugin of docker');
}

function inside({ environment }: ComposeProject) {
  return { extendEnv: false, env: { ...environment }, reject: false, stdin: 'ignore' } as const;
}

/** Compose tells its progress on stderr too; what went wrong stands at the end. */
function lastWords(stderr: string, exitCode: number | undefined): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  return plain(lines.slice(-3).join('; '), 600) || `it ended with code ${exitCode ?? 'unknown'} and said nothing`;
}
