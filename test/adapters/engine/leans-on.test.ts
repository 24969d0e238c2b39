import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engine as dockerEngine } from '../../../sandbox/platform/docker/engine.ts';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { createServices } from '../../../src/adapters/engine/services.ts';
import { NO_ENGINE } from '../../support/docker-platform.ts';
import { tinyContainers, type TinyContainers } from '../../support/tiny-containers.ts';

const { signal } = new AbortController();
const project = `bigshot-test-leans-${process.pid}`;

describe.skipIf(NO_ENGINE !== '')(`what a service leans on${NO_ENGINE}`, () => {
  let tiny: TinyContainers;
  beforeAll(async () => {
    tiny = tinyContainers(await dockerEngine(), project);
    await tiny.build(`${project}:1`, 'content');
  });
  afterAll(() => tiny?.close());

  test('is what compose has written down, and else those that hold the data', async () => {
    const services = ['database', 'backend', 'celery', 'frontend', 'missing'];
    const needs = 'com.docker.compose.depends_on';
    await tiny.run('database', `${project}:1`);
    await tiny.run('backend', `${project}:1`);
    await tiny.run('celery', `${project}:1`, { [needs]: 'database:service_healthy:false,backend:service_started:true' });
    await tiny.run('frontend', `${project}:1`, { [needs]: '' });
    const reader = createServices(createEngine({ url: 'unix:///var/run/docker.sock' }), {
      project,
      services,
      writers: [],
      stores: ['database', 'redis'],
    });

    const states = await reader.states(signal);

    expect(states.map(({ name, leansOn }) => [name, leansOn])).toEqual([
      ['database', []],
      ['backend', ['database', 'redis']],
      ['celery', ['database', 'backend']],
      ['frontend', []],
      ['missing', undefined],
    ]);
  });
});
