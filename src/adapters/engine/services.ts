import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import { duration, list } from '../../lib/words.ts';
import type { ServicesWriter, ServiceState } from '../../ports/platform.ts';
import type { Engine } from './client.ts';
import { compose, type ComposeProject } from './compose.ts';
import { eventsSince } from './events.ts';
import { linesSince } from './logs.ts';
import { membersOf, type Member } from './project.ts';
import { statesOf } from './state.ts';

export interface ServicesOptions {
  readonly project: string;
  /** Services that should be there. */
  readonly services: readonly string[];
  /** Those of them that write into the database. */
  readonly writers: readonly string[];
  /** Those of them that hold the data of the others. */
  readonly stores?: readonly string[];
  /** How a container that was removed is made again; without it, that is for people. */
  readonly compose?: ComposeProject;
}

/** So long a service may take to end by itself: a Celery worker finishes its tasks first. One that was configured with more gets that. */
const GRACE_S = 30;
const HEALTHY_WITHIN_MS = 120_000;
/** Without a probe it counts as started when it has run for so long without ending. */
const STEADY_MS = 2000;
const LAST_WORDS = 5;

/** The services of a compose project, through the container engine. */
export function createServices(engine: Engine, options: ServicesOptions): ServicesWriter {
  const { project, services, writers, stores = [] } = options;
  const members = async (names: readonly string[], signal: AbortSignal): Promise<readonly Member[]> =>
    (await membersOf(engine, project, signal)).filter(({ service }) => names.includes(service));
  return {
    states: async (signal) => statesOf(options, await membersOf(engine, project, signal)),
    events: (since, signal) => eventsSince(engine, project, { since, until: new Date() }, signal),
    restartable: () => services.filter((name) => !stores.includes(name)),
    manageable: () => ({ names: writers }),
    async stop(names, signal) {
      const running = (await members(names, signal)).filter(({ details: { State } }) => State.Running || State.Restarting);
      await Promise.all(running.map((member) => stopOne(engine, member, signal)));
    },
    async start(names, signal) {
      if (names.length === 0) return;
      const there = await members(names, signal);
      await makeMissing(
        options,
        names.filter((name) => !there.some(({ service }) => service === name)),
        signal,
      );
      await Promise.all(there.map((member) => startOne(engine, member, signal)));
      await untilServing(engine, options, names, signal);
    },
  };
}

const Config = z.object({ StopTimeout: z.number().nullish() });

function stopOne(engine: Engine, { service, id, details }: Member, signal: AbortSignal): Promise<void> {
  const t = Math.max(GRACE_S, Config.parse(details.Config).StopTimeout ?? 0);
  return engine.command(`stopping ${service}`, signal, async (docker, abortSignal) => {
    // A frozen one cannot hear that it is to end.
    if (details.State.Paused) await docker.getContainer(id).unpause({ abortSignal });
    await docker.getContainer(id).stop({ t, abortSignal }).catch(unlessSo);
  });
}

function startOne(engine: Engine, { service, id, details }: Member, signal: AbortSignal): Promise<void> {
  return engine.command(`starting ${service}`, signal, async (docker, abortSignal) => {
    if (details.State.Paused) await docker.getContainer(id).unpause({ abortSignal });
    else await docker.getContainer(id).start({ abortSignal }).catch(unlessSo);
  });
}

/** 304: it is so already. */
function unlessSo(problem: unknown): void {
  if (problem instanceof Error && 'statusCode' in problem && problem.statusCode === 304) return;
  throw problem;
}

async function makeMissing({ compose: project }: ServicesOptions, names: readonly string[], signal: AbortSignal): Promise<void> {
  if (names.length === 0) return;
  if (!project)
    throw new OpsError('services', `starting ${list(names)}: no such container, and no compose file is configured to make it from`, {
      permanent: true,
    });
  await compose(project, ['up', '--detach', '--no-build', '--no-deps', ...names], signal);
}

async function untilServing(engine: Engine, { project }: ServicesOptions, names: readonly string[], signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + HEALTHY_WITHIN_MS;
  for (;;) {
    const states = statesOf({ services: names }, await membersOf(engine, project, signal));
    const waiting = states.find((state) => !isServing(state));
    if (!waiting) return;
    if (Date.now() > deadline) throw await notServing(engine, project, waiting, signal);
    await sleep(250, undefined, { signal });
  }
}

function isServing({ state, since }: ServiceState): boolean {
  return state === 'running' && since !== undefined && Date.now() - since.getTime() >= STEADY_MS;
}

async function notServing(engine: Engine, project: string, { name, state }: ServiceState, signal: AbortSignal): Promise<OpsError> {
  const lines = await linesSince(engine, { project, service: name }, new Date(Date.now() - HEALTHY_WITHIN_MS), signal).catch(() => []);
  const words = lines.slice(-LAST_WORDS).map((line) => plain(line, 200));
  const said = words.length === 0 ? '' : `; its last words: ${words.join(' | ')}`;
  return new OpsError('services', `${name} is ${state} and not healthy ${duration(HEALTHY_WITHIN_MS)} after its start${said}`);
}
