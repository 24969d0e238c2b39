import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { engine as dockerEngine } from '../../../sandbox/platform/docker/engine.ts';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { imageStates } from '../../../src/adapters/updates/images.ts';
import { NO_ENGINE } from '../../support/docker-platform.ts';
import { NO_REGISTRY, startRegistry, type Registry } from '../../support/registry.ts';

const { signal } = new AbortController();
const project = `bigshot-test-images-${process.pid}`;

describe.skipIf(NO_ENGINE + NO_REGISTRY !== '')(`images of containers, against a real registry${NO_ENGINE}${NO_REGISTRY}`, () => {
  const engine = createEngine({ url: 'unix:///var/run/docker.sock' });
  let docker: Docker;
  let registry: Registry;
  const containers: Docker.Container[] = [];
  const made = new Set<string>();
  beforeAll(async () => {
    [docker, registry] = await Promise.all([dockerEngine(), startRegistry()]);
  });
  afterEach(() => Promise.all(containers.splice(0).map((container) => container.remove())));
  afterAll(async () => {
    for (const id of made) await docker.getImage(id).remove({ force: true });
    await registry?.stop();
  });

  /** An image of one file, known by this name from now on. */
  async function build(name: string, content: string): Promise<void> {
    const tar = pack();
    tar.entry({ name: 'content' }, content);
    tar.finalize();
    const [repo, tag] = [name.slice(0, name.lastIndexOf(':')), name.slice(name.lastIndexOf(':') + 1)];
    await text(await docker.importImage(tar.pipe(new PassThrough()), { repo, tag }));
    made.add((await docker.getImage(name).inspect()).Id);
  }
  const push = async (name: string): Promise<void> => {
    const said = await text(await docker.getImage(name).push({ authconfig: { username: '', password: '', serveraddress: '' } }));
    if (said.includes('errorDetail')) throw new Error(said);
  };
  const run = async (service: string, Image: string): Promise<void> => {
    const Labels = {
      'com.docker.compose.project': project,
      'com.docker.compose.oneoff': 'False',
      'com.docker.compose.service': service,
    };
    containers.push(await docker.createContainer({ Image, Cmd: ['none'], Labels }));
  };

  test('one that the registry has under the same name is the newest, until it has another one', async () => {
    const name = `${registry.host}/database:15`;
    await build(name, 'first');
    await push(name);
    await run('database', name);
    await run('replica', name);

    expect(await imageStates(engine, project, signal)).toEqual([
      { services: ['database', 'replica'], image: name, builtAt: expect.any(Date), is: 'newest' },
    ]);

    await build(name, 'second');
    await push(name);

    expect(await imageStates(engine, project, signal)).toMatchObject([{ image: name, is: 'older' }]);
  });

  test('one that was never in a registry was built here', async () => {
    await build(`${project}:own`, 'own');
    await run('backend', `${project}:own`);

    expect(await imageStates(engine, project, signal)).toMatchObject([{ image: `${project}:own`, is: 'built here' }]);
  });

  test('one that is named by its hash cannot grow old under its name', async () => {
    const name = `${registry.host}/pinned:1`;
    await build(name, 'pinned');
    await push(name);
    const digest = (await docker.getImage(name).inspect()).RepoDigests[0] ?? '';
    await run('redis', digest);

    expect(await imageStates(engine, project, signal)).toMatchObject([{ image: digest, is: 'named by its hash' }]);
  });

  test('of one whose registry is away nothing is known, and the others are told all the same', async () => {
    const [there, elsewhere] = [`${registry.host}/there:1`, await startRegistry()];
    const gone = `${elsewhere.host}/gone:1`;
    for (const name of [there, gone]) {
      await build(name, name);
      await push(name);
    }
    await elsewhere.stop();
    await run('a', gone);
    await run('b', there);

    expect(await imageStates(engine, project, signal)).toMatchObject([
      { services: ['a'], is: { problem: expect.stringMatching(/connection refused/) } },
      { services: ['b'], is: 'newest' },
    ]);
  });
});
