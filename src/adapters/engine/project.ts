import type Docker from 'dockerode';
import type { Engine } from './client.ts';

/** A container of a service of a compose project, as the engine describes it. */
export interface Member {
  readonly service: string;
  readonly id: string;
  readonly details: Docker.ContainerInspectInfo;
}

/** All containers of a compose project, stopped ones too, found by compose's labels: their names differ between its versions. */
export function membersOf(engine: Engine, project: string, signal: AbortSignal): Promise<readonly Member[]> {
  return engine.ask(`looking at the containers of ${project}`, signal, async (docker, abortSignal) => {
    const label = [`com.docker.compose.project=${project}`, 'com.docker.compose.oneoff=False'];
    const listed = await docker.listContainers({ all: true, filters: { label }, abortSignal });
    const members = await Promise.all(
      listed.map(async ({ Id, Labels }): Promise<readonly Member[]> => {
        const service = Labels['com.docker.compose.service'];
        const details = await docker.getContainer(Id).inspect({ abortSignal }).catch(unlessGone);
        return service === undefined || !details ? [] : [{ service, id: Id, details }];
      }),
    );
    return members.flat().toSorted((left, right) => left.service.localeCompare(right.service) || (left.id < right.id ? -1 : 1));
  });
}

/** The running container of a service, or the first of several. */
export async function runningMember(engine: Engine, project: string, service: string, signal: AbortSignal): Promise<Member | undefined> {
  const members = await membersOf(engine, project, signal);
  return members.find((member) => member.service === service && member.details.State.Running && !member.details.State.Paused);
}

/** A container that was removed between the list and the look at it. */
function unlessGone(problem: unknown): undefined {
  if (problem instanceof Error && 'statusCode' in problem && problem.statusCode === 404) return undefined;
  throw problem;
}
