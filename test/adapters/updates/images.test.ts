import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { engine as dockerEngine } from '../../../sandbox/platform/docker/engine.ts';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { imageStates } from '../../../src/adapters/updates/images.ts';
import { NO_ENGINE } from '../../support/docker-platform.ts';
import { NO_REGISTRY, startRegistry, type Registry } from '../../support/registry.ts';
import { tinyContainers, type TinyContainers } from '../../support/tiny-containers.ts';

const { signal } = new AbortController();
const project = `bigshot-test-images-${process.pid}`;

describe.skipIf(NO_ENGINE + NO_REGISTRY !== '')(`images of containers, against a real registry${NO_ENGINE}${NO_REGISTRY}`, () => {
  const engine = createEngine({ url: 'unix:///var/run/docker.sock' });
  let docker: Docker;
  let registry: Registry;
  let tiny: TinyContainers;
  beforeAll(async () => {
    [docker, registry] = await Promise.all([dockerEngine(), startRegistry()]);
    tiny = tinyContainers(docker, project);
  });
  afterEach(() => tiny.clear());
  afterAll(async () => {
    await tiny?.close();
    await registry?.stop();
  });

  const push = async (name: string): Promise<void> => {
    const said = await text(await docker.getImage(name).push({ authconfig: { username: '', password: '', serveraddress: '' } }));
    if (said.includes('errorDetail')) throw new Error(said);
  };

  test('one that the registry has under the same name is the newest, until it has another one', async () => {
    const name = `${registry.host}/database:15`;
    await tiny.build(name, 'first');
    await push(name);
    await tiny.run('database', name);
    await tiny.run('replica', name);

    expect(await imageStates(engine, project, signal)).toEqual([
      { services: ['database', 'replica'], image: name, builtAt: expect.any(Date), is: 'newest' },
    ]);

    await tiny.build(name, 'second');
    await push(name);

    expect(await imageStates(engine, project, signal)).toMatchObject([{ image: name, is: 'older' }]);
  });

  test('one that was never in a registry was built here', async () => {
    await tiny.build(`${project}:own`, 'own');
    await tiny.run('backend', `${project}:own`);

    expect(await imageStates(engine, project, signal)).toMatchObject([{ image: `${project}:own`, is: 'built here' }]);
  });

  test('one that is named by its hash cannot grow old under its name', async () => {
    const name = `${registry.host}/pinned:1`;
    await tiny.build(name, 'pinned');
    await push(name);
    const digest = (await docker.getImage(name).inspect()).RepoDigests[0] ?? '';
    await tiny.run('redis', digest);

    expect(await imageStates(engine, project, signal)).toMatchObject([{ image: digest, is: 'named by its hash' }]);
  });

  test('of one whose registry is away nothing is known, and the others are told all the same', async () => {
    const [there, elsewhere] = [`${registry.host}/there:1`, await startRegistry()];
    const gone = `${elsewhere.host}/gone:1`;
    for (const name of [there, gone]) {
      await tiny.build(name, name);
      await push(name);
    }
    await elsewhere.stop();
    await tiny.run('a', gone);
    await tiny.run('b', there);

    expect(await imageStates(engine, project, signal)).toMatchObject([
      { services: ['a'], is: { problem: expect.stringMatching(/connection refused/) } },
      { services: ['b'], is: 'newest' },
    ]);
  });
});
