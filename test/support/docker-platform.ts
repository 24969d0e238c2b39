import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { engine } from '../../sandbox/platform/docker/engine.ts';
import { startDockerPlatform, type DockerPlatform } from '../../sandbox/platform/docker/platform.ts';

/** Why there is no container engine, for the title of what is skipped then; empty where there is one. */
export const NO_ENGINE = await engine().then(
  () => '',
  (problem: unknown) => ` (needs a container engine: ${problem instanceof Error ? problem.message : String(problem)})`,
);

/** A stand-in platform in containers for one test file, and what a person can do to its containers. */
export interface TestPlatform extends DockerPlatform {
  /** The container of a service, as it is now. */
  container(service: string): Promise<Docker.Container>;
  drop(): Promise<void>;
}

let started = 0;

export async function openDockerPlatform(): Promise<TestPlatform> {
  const folder = await mkdtemp(join(tmpdir(), 'bigshot-docker-'));
  started += 1;
  const project = `bigshot-test-${process.pid}-${started}`;
  const platform = await startDockerPlatform({ folder, project, signal: new AbortController().signal, say: () => undefined });
  return {
    ...platform,
    async container(service) {
      const label = [`com.docker.compose.project=${project}`, `com.docker.compose.service=${service}`];
      const [found] = await platform.docker.listContainers({ all: true, filters: { label } });
      if (!found) throw new Error(`there is no container of ${service}`);
      return platform.docker.getContainer(found.Id);
    },
    async drop() {
      await platform.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
