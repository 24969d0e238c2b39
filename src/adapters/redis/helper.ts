import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { Engine } from '../engine/client.ts';
import { writeFilesTo } from '../engine/files.ts';
import type { Member } from '../engine/project.ts';

/** A second Redis beside the platform's, from the same image and on the same network, that holds what the platform's is to get. */
export interface Helper {
  /** Its address on the network that both are on. */
  readonly host: string;
  readonly password: string;
  /** Why it has ended, if it has: Redis refuses a dump of a newer version. */
  whyEnded(): Promise<string | undefined>;
  remove(): Promise<void>;
}

/** On each helper: of which project, so that what a killed bot has left is found. */
const LABEL = 'bigshot.redis-helper';
const FOLDER = '/tmp';
const STARTED_WITHIN_MS = 10_000;

/** Starts a helper that loads this dump. Where that fails, nothing is left of it. */
export async function startHelper(
  engine: Engine,
  redis: Member,
  { project, rdb }: { readonly project: string; readonly rdb: string },
  signal: AbortSignal,
): Promise<Helper> {
  const password = randomBytes(24).toString('hex');
  const [network] = Object.keys(redis.details.NetworkSettings.Networks);
  if (network === undefined) throw new OpsError('redis', 'the container of Redis is on no network', { permanent: true });
  const id = await engine.command('making a helper beside Redis', signal, async (docker) => {
    const container = await docker.createContainer({
      Image: redis.details.Image,
      Entrypoint: ['redis-server'],
      Cmd: [`${FOLDER}/helper.conf`],
      User: '0:0',
      Labels: { [LABEL]: project },
      HostConfig: { NetworkMode: network, RestartPolicy: { Name: 'no' } },
    });
    return container.id;
  });
  const remove = () =>
    engine.command('removing the helper beside Redis', new AbortController().signal, (docker) =>
      docker.getContainer(id).remove({ force: true, v: true }),
    );
  try {
    const settings = Buffer.from(settingsWith(password));
    const files = [
      { name: 'helper.conf', bytes: settings.length, pieces: once(settings) },
      { name: 'helper.rdb', bytes: (await stat(rdb)).size, pieces: createReadStream(rdb) },
    ];
    await writeFilesTo(engine, { id, folder: FOLDER }, files, signal);
    const host = await started(engine, { id, network }, signal);
    return { host, password, whyEnded: () => whyEnded(engine, id, signal), remove };
  } catch (problem) {
    await remove();
    throw problem;
  }
}

/** Removes the helpers that a killed bot has left. */
export function removeHelpers(engine: Engine, project: string, signal: AbortSignal): Promise<void> {
  return engine.command('removing helpers beside Redis', signal, async (docker) => {
    const left = await docker.listContainers({ all: true, filters: { label: [`${LABEL}=${project}`] } });
    await Promise.all(left.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  });
}

// Only who knows the password reads from it. It writes nothing, and lets nobody wait for others who might want a copy too.
function settingsWith(password: string): string {
  return [
    `requirepass ${password}`,
    `dir ${FOLDER}`,
    'dbfilename helper.rdb',
    'save ""',
    'appendonly no',
    'protected-mode no',
    'repl-diskless-sync-delay 0',
    '',
  ].join('\n');
}

async function started(
  engine: Engine,
  { id, network }: { readonly id: string; readonly network: string },
  signal: AbortSignal,
): Promise<string> {
  await engine.command('starting the helper beside Redis', signal, (docker) => docker.getContainer(id).start());
  for (const deadline = Date.now() + STARTED_WITHIN_MS; Date.now() < deadline; await sleep(50, undefined, { signal })) {
    const ended = await whyEnded(engine, id, signal);
    if (ended !== undefined) throw new OpsError('redis', ended, { permanent: true });
    const host = await engine.ask('looking at the helper beside Redis', signal, async (docker) => {
      const { NetworkSettings } = await docker.getContainer(id).inspect();
      return NetworkSettings.Networks[network]?.IPAddress ?? '';
    });
    if (host !== '') return host;
  }
  throw new OpsError('redis', 'the helper beside Redis did not get an address');
}

function whyEnded(engine: Engine, id: string, signal: AbortSignal): Promise<string | undefined> {
  return engine.ask('looking at the helper beside Redis', signal, async (docker) => {
    const container = docker.getContainer(id);
    const { State } = await container.inspect();
    if (State.Running) return undefined;
    const log = (await container.logs({ stdout: true, stderr: true, tail: 20 })).toString('latin1');
    const lines = log.split('\n').filter((line) => /fatal|error|wrong|can't|cannot/i.test(line));
    return `a second Redis of the same version could not load the dump: ${
      plain(
        lines
          .slice(-2)
          .join('; ')
          .replaceAll(/[^\x20-\x7e]/g, ''),
        300,
      ) || `it ended with code ${State.ExitCode}`
    }`;
  });
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
