import { setTimeout as sleep } from 'node:timers/promises';
import type Docker from 'dockerode';
import { startOf } from '../../stores/processes.ts';
import { ProjectTaken } from './errors.ts';

const PROJECT = 'com.docker.compose.project';
/** On every container of a stand-in platform: who started it. What has none is somebody's own and never touched. */
const OWNER = 'bigshot.stand-in';
const READY_WITHIN_MS = 90_000;

/** What stands in the label: this process and its start, since ids of processes are used again. */
export async function ownerOf(pid: number): Promise<string> {
  return `${pid}@${(await startOf(pid)) ?? 'gone'}`;
}

/**
 * Removes what an earlier stand-in of this project left: containers, networks, volumes.
 * @throws ProjectTaken when containers of this name are somebody else's, or of a stand-in that still runs.
 */
export async function removeProject(docker: Docker, project: string): Promise<void> {
  const filters = { label: [`${PROJECT}=${project}`] };
  const containers = await docker.listContainers({ all: true, filters });
  for (const container of containers) await refuseOthers(container, project);
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  const { Volumes } = await docker.listVolumes({ filters });
  await Promise.all(Volumes.map(({ Name }) => docker.getVolume(Name).remove()));
}

async function refuseOthers({ Labels, Names }: Docker.ContainerInfo, project: string): Promise<void> {
  const owner = Labels[OWNER];
  const name = Names[0] ?? 'a container';
  if (owner === undefined)
    throw new ProjectTaken(
      `The engine has a container ${name} of a project “${project}” that no demo has made, and the demo leaves it alone. Start it where there is none.`,
    );
  const pid = Number.parseInt(owner, 10);
  if (pid !== process.pid && (await ownerOf(pid)) === owner)
    throw new ProjectTaken(`A demo with containers runs already (process ${pid}). End it with Ctrl-C in its terminal, then start again.`);
}

/**
 * Waits until every container of the project runs, and is healthy where it can say so.
 * @throws with the last words of one that does not become so.
 */
export async function untilHealthy(docker: Docker, project: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    signal.throwIfAborted();
    const waiting = await notReady(docker, project);
    const [first] = waiting;
    if (!first) return;
    if (Date.now() > deadline || first.State === 'restarting') throw new Error(await lastWords(docker, first));
    await sleep(200);
  }
}

async function notReady(docker: Docker, project: string): Promise<readonly Docker.ContainerInfo[]> {
  const containers = await docker.listContainers({ all: true, filters: { label: [`${PROJECT}=${project}`] } });
  return containers.filter(({ State, Status }) => State !== 'running' || /\((?:health: starting|unhealthy)\)/.test(Status));
}

async function lastWords(docker: Docker, { Id, Names, Status }: Docker.ContainerInfo): Promise<string> {
  const log = await docker.getContainer(Id).logs({ stdout: true, stderr: true, tail: 20 });
  // Each line is behind a header of eight bytes that says which of the two it came from.
  const lines = log.toString('utf8').replaceAll(/[^\x20-\x7e\n]/g, '');
  return `${Names[0] ?? 'a container'} does not become healthy (${Status}):\n${lines}`;
}
