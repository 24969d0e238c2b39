import { execa } from 'execa';
import { z } from 'zod';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { Pending } from '../../ports/updates.ts';
import type { Engine } from '../engine/client.ts';
import { startExec } from '../engine/exec.ts';

const LIMIT_MS = 90_000;
/** A list of packages is some kilobytes. */
const MOST_BYTES = 4 * 1024 * 1024;

const PipList = z.array(z.object({ name: z.string(), version: z.string(), latest_version: z.string() }));

/** In the container: the Python of the host is another one. */
export async function pythonUpdates(
  engine: Engine,
  { project, service }: { readonly project: string; readonly service: string },
  signal: AbortSignal,
): Promise<readonly Pending[]> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const command = ['python', '-m', 'pip', 'list', '--outdated', '--format=json', '--disable-pip-version-check'];
  const running = await startExec(engine, { project, service, command, stdin: false, stdout: 'pipe' }, limited);
  const stop = () => running.release();
  limited.addEventListener('abort', stop, { once: true });
  try {
    const text = await textOf(running.stdout ?? []);
    const { exitCode, stderr } = await running.ended;
    limited.throwIfAborted();
    // The engine says 126 or 127 for a program that is not there.
    if (exitCode === 126 || exitCode === 127 || /No module named pip/.test(stderr))
      throw new Absent(`there is no pip in the container of ${service}`);
    if (exitCode !== 0)
      throw new OpsError(
        'updates',
        `pip in the container of ${service}: ${plain(stderr.trim().split('\n').at(-1) ?? '', 300) || `it ended with code ${exitCode ?? 'unknown'}`}`,
      );
    return parsed(PipList, text, 'pip').map(({ name, version, latest_version: available }) => ({ name, installed: version, available }));
  } finally {
    limited.removeEventListener('abort', stop);
  }
}

async function textOf(stream: AsyncIterable<unknown> | Iterable<unknown>): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream) {
    const bytes = Buffer.isBuffer(piece) ? piece : Buffer.from(String(piece));
    size += bytes.length;
    if (size > MOST_BYTES) throw new OpsError('updates', 'reading the list of packages: it has no end');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces).toString('utf8');
}

const NpmList = z.record(z.string(), z.object({ current: z.string().optional(), wanted: z.string().optional(), latest: z.string() }));

/** `npm outdated` ends with 1 when something is outdated: its JSON is read first, and its code judged by that. */
export async function nodeUpdates(folder: string, path: string | undefined, signal: AbortSignal): Promise<readonly Pending[]> {
  const asked = await execa('npm', ['outdated', '--json'], {
    cwd: folder,
    extendEnv: false,
    env: { PATH: path ?? '/usr/bin:/bin', NPM_CONFIG_UPDATE_NOTIFIER: 'false' },
    reject: false,
    stdin: 'ignore',
    timeout: LIMIT_MS,
    maxBuffer: MOST_BYTES,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (asked.code === 'ENOENT') throw new Absent(`npm cannot be run in ${folder}`);
  if (asked.timedOut) throw new OpsError('updates', 'npm outdated: no answer within 90 s');
  if (asked.exitCode !== 0 && asked.exitCode !== 1) throw new OpsError('updates', `npm outdated: ${plain(asked.stderr, 300)}`);
  const listed = parsed(NpmList, asked.stdout.trim() === '' ? '{}' : asked.stdout, 'npm');
  return Object.entries(listed).map(([name, { current, latest }]) => ({ name, installed: current ?? 'missing', available: latest }));
}

function parsed<Schema extends z.ZodType>(schema: Schema, text: string, program: string): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    throw new OpsError('updates', `${program} answered with something else than its list`);
  }
}
