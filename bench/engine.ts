/**
 * The engine's adapter against the programs that people type, on the stand-in platform in containers. One run, interleaved; figures are
 * medians over the rounds. `npm run bench:engine -- --rounds 5`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { startDockerPlatform } from '../sandbox/platform/docker/platform.ts';
import { createBackups } from '../src/adapters/backups/backups.ts';
import { createEngine } from '../src/adapters/engine/client.ts';
import { createContainers } from '../src/adapters/engine/containers.ts';
import { startExec } from '../src/adapters/engine/exec.ts';
import { containerPrograms } from '../src/adapters/engine/programs.ts';
import { createServices } from '../src/adapters/engine/services.ts';
import { median, short, table } from './support/numbers.ts';
import { createStopwatch } from './support/stopwatch.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const STREAM_MB = 500;
const { signal } = new AbortController();
const folder = await mkdtemp(join(tmpdir(), 'bigshot-bench-engine-'));
const platform = await startDockerPlatform({ folder, project: 'bigshot-bench', signal, say: console.error });
const watch = createStopwatch();

try {
  for (let round = 0; round < Number(values.rounds); round += 1) await turn(round);
  console.log(report());
} finally {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
}

async function turn(round: number): Promise<void> {
  const { project, databaseUrl, compose } = platform;
  const engine = createEngine({ url: 'unix:///var/run/docker.sock' });
  const services = createServices(engine, { project, services: ['database', 'redis', 'backend', 'celery', 'frontend'], writers: [] });
  const containers = createContainers(engine, { project, database: 'database', services: [] });
  const [id = ''] = (
    await execa('docker', [
      'ps',
      '-q',
      '--filter',
      `label=com.docker.compose.project=${project}`,
      '--filter',
      'label=com.docker.compose.service=database',
    ])
  ).stdout.split('\n');
  const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const programs = containerPrograms(engine, { project, service: 'database', url: databaseUrl });
  const backups = createBackups({ folder: join(folder, 'archives'), files: {}, databaseUrl, remembered, version: 'bench', programs });

  await services.states(signal);
  await watch.timed('services', () => services.states(signal));
  await watch.timed('`docker-compose ps`', () =>
    execa('docker-compose', ['-p', project, '-f', compose.file, 'ps'], { env: compose.environment }),
  );
  await watch.timed('what they use, first', () => containers.stats(signal));
  await watch.timed('what they use, again', () => containers.stats(signal));
  await watch.timed('`docker stats --no-stream`', () => execa('docker', ['stats', '--no-stream']));
  await watch.timed('stream', () => drained(engine));
  await watch.timed('`docker exec`', () =>
    execa('docker', ['exec', id, 'head', '-c', `${STREAM_MB}000000`, '/dev/zero'], { stdout: 'ignore' }),
  );
  await watch.timed('backup', () => backups.create(`bench-${round}`, () => undefined, signal));
  await watch.timed('`docker exec pg_dump \\| gzip`', () =>
    execa('bash', [
      '-o',
      'pipefail',
      '-c',
      'docker exec "$1" pg_dump -U bigshot bigshot | gzip > "$2"',
      'bash',
      id,
      join(folder, 'dump.gz'),
    ]),
  );
}

async function drained(engine: ReturnType<typeof createEngine>): Promise<void> {
  const command = ['head', '-c', `${STREAM_MB}000000`, '/dev/zero'];
  const exec = await startExec(engine, { project: platform.project, service: 'database', command, stdin: false, stdout: 'pipe' }, signal);
  for await (const piece of exec.stdout) if (piece.length === 0) throw new Error('an empty piece');
  await exec.ended;
}

function report(): string {
  const rivals = [
    ['services', '`docker-compose ps`'],
    ['what they use, first', '`docker stats --no-stream`'],
    ['what they use, again', '`docker stats --no-stream`'],
    ['stream', '`docker exec`'],
    ['backup', '`docker exec pg_dump \\| gzip`'],
  ] as const;
  const rows = rivals.map(([what, rival]) => {
    const [own, other] = [watch.of(what), watch.of(rival)];
    const speed = own.map((ms, round) => (other[round] ?? Number.NaN) / ms);
    return [what, short(median(own)), rival, short(median(other)), `${short(median(speed))} ×`];
  });
  const rate = (STREAM_MB * 1000) / median(watch.of('stream'));
  return `${table([['', 'the bot, ms', 'instead of', 'ms', 'speed'], ...rows])}\n\nthe stream: ${short(rate)} MB/s`;
}
