import type Docker from 'dockerode';
import type { ServiceState } from '../../ports/platform.ts';
import type { Member } from './project.ts';

/** Newer versions of compose write it at each container, as `database:service_healthy:false,redis:service_started:true`. */
const NEEDS = 'com.docker.compose.depends_on';

/**
 * What each service that should be there is like; of several containers of one service each is told. Where compose has not written
 * down what a service needs, it is those that hold the data.
 */
export function statesOf(
  { services, stores = [] }: { readonly services: readonly string[]; readonly stores?: readonly string[] },
  members: readonly Member[],
): readonly ServiceState[] {
  return services.flatMap((name): readonly ServiceState[] => {
    const mine = members.filter(({ service }) => service === name);
    const usual = stores.includes(name) ? [] : stores;
    const found = mine.map(({ details }) => ({ name, ...stateOf(details), leansOn: neededBy(details) ?? usual }));
    return mine.length === 0 ? [{ name, state: 'missing' }] : found;
  });
}

function neededBy({ Config: { Labels: labels } }: Docker.ContainerInspectInfo): readonly string[] | undefined {
  const written = labels[NEEDS];
  return written?.split(',').flatMap((one) => one.split(':')[0] || []);
}

function stateOf({ State, RestartCount }: Docker.ContainerInspectInfo): Omit<ServiceState, 'name'> {
  const restarts = RestartCount > 0 ? { restarts: RestartCount } : {};
  const started = sinceOf(State.StartedAt);
  if (State.Restarting) return { state: 'restarting', ...restarts, ...whyEnded(State), ...sinceOf(State.FinishedAt) };
  if (State.Paused) return { state: 'paused', ...restarts };
  if (!State.Running) {
    const state = State.Status === 'created' ? 'created' : 'stopped';
    return { state, ...restarts, ...(state === 'stopped' && { ...whyEnded(State), ...sinceOf(State.FinishedAt) }) };
  }
  const health = State.Health?.Status;
  const state = health === 'unhealthy' ? 'unhealthy' : health === 'starting' ? 'starting' : 'running';
  return { state, ...restarts, ...started, ...(state === 'unhealthy' && lastProbe(State.Health)) };
}

function whyEnded({ OOMKilled, ExitCode, Error: problem }: Docker.ContainerInspectInfo['State']): Pick<ServiceState, 'why'> {
  if (OOMKilled) return { why: 'killed because its memory was full' };
  if (problem !== '') return { why: problem };
  return { why: ExitCode > 128 && ExitCode < 160 ? `exit code ${ExitCode}, ended by signal ${ExitCode - 128}` : `exit code ${ExitCode}` };
}

/** What the last probe that failed printed. */
function lastProbe(health: Docker.ContainerInspectInfo['State']['Health']): Pick<ServiceState, 'why'> {
  const last = health?.Log.findLast(({ ExitCode }) => ExitCode !== 0)?.Output.trim();
  return last === undefined || last === '' ? {} : { why: last };
}

/** The engine writes the year 1 where there is no moment. */
function sinceOf(text: string): { readonly since?: Date } {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) || at.getUTCFullYear() < 2000 ? {} : { since: at };
}
