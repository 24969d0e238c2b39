import type Docker from 'dockerode';
import type { ServiceState } from '../../ports/platform.ts';
import type { Member } from './project.ts';

/** What each service that should be there is like; of several containers of one service each is told. */
export function statesOf(expected: readonly string[], members: readonly Member[]): readonly ServiceState[] {
  return expected.flatMap((name): readonly ServiceState[] => {
    const mine = members.filter(({ service }) => service === name);
    return mine.length === 0 ? [{ name, state: 'missing' }] : mine.map(({ details }) => ({ name, ...stateOf(details) }));
  });
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
