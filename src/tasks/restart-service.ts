import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import type { Look } from '../core/look.ts';
import { defineTask, type Plan } from '../core/task.ts';
import { foreign } from '../lib/foreign.ts';
import { list, minute } from '../lib/words.ts';
import type { ServiceState } from '../ports/platform.ts';

const Input = z.object({
  service: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,60}$/, 'the name of a service, such as celery')
    .describe('the name of a service, such as celery'),
});
const RestartWork = z.object({ service: z.string() });
type RestartWork = z.infer<typeof RestartWork>;

/** Stops one service, with time to finish what it does, starts it, and is done when it is healthy. */
export const restartService = defineTask({
  id: 'restart-service',
  title: 'Restart a service',
  why: 'A service that has ended or hangs serves again; what it was doing gets its time to finish.',
  procedures: ['S109'],
  risk: 'change',
  input: Input,
  work: RestartWork,
  needs: ['services'],
  mutes: ['api-health', 'celery-workers'],
  repeatable: true,
  locks: () => ['services'],
  plan: planRestart,
  stale: () => Promise.resolve(undefined),
  steps: [
    { id: 'stop', does: 'stopping it', act: ({ services, signal }, { service }) => services.stop([service], signal) },
    {
      id: 'start',
      does: 'starting it, until it is healthy',
      act: ({ services, signal }, { service }) => services.start([service], signal),
    },
  ],
  settle: ({ services, signal }, { service }) => services.start([service], signal),
  verify: isServing,
});

async function planRestart({ services, signal }: Look<'services'>, { service }: z.infer<typeof Input>): Promise<Plan<RestartWork>> {
  const states = await services.states(signal);
  const found = states.find(({ name }) => name === service);
  const known = services.restartable();
  if (!found) return { is: 'impossible', why: `There is no service \`${service}\`. Those that can be restarted are ${inCode(known)}.` };
  if (!known.includes(service))
    return {
      is: 'impossible',
      why: `\`${service}\` holds data that everything else works with, and is not restarted from here. Those that can be restarted are ${inCode(known)}.`,
    };
  return {
    is: 'plan',
    summary: `\`${service}\``,
    facts: [
      inWords(found),
      'gets 30 s to finish what it does, or longer where it is configured so; done when it is healthy',
      'what has changed in its compose file does not count: it is the same container',
    ],
    impact: `\`${service}\` serves nobody for some seconds`,
    work: { service },
  };
}

function inWords({ state, since, why }: ServiceState): string {
  const because = why === undefined ? '' : ` (${foreign(why, 150)})`;
  return `is ${state} now${since ? `, since ${minute(since)}` : ''}${because}`;
}

async function isServing({ services, signal }: Look<'services'>, { service }: RestartWork): Promise<readonly Finding[]> {
  const states = (await services.states(signal)).filter(({ name }) => name === service);
  const ill = states.find(({ state }) => state !== 'running');
  if (ill) return [{ status: 'critical', subject: service, summary: `\`${service}\` is ${ill.state}.` }];
  return [{ status: 'ok', subject: service, summary: `\`${service}\` runs${states.length > 1 ? `, all ${states.length} of it` : ''}.` }];
}

function inCode(names: readonly string[]): string {
  return list(names.map((name) => `\`${name}\``));
}
