import { z } from 'zod';
import type { Refusal } from '../core/answer.ts';
import type { Caller, Command } from '../core/command.ts';
import { list } from '../lib/words.ts';
import { append } from '../store/log.ts';
import { runById } from '../store/runs.ts';
import type { Deps } from './deps.ts';
import { speaker, whoMay } from './gatekeeper.ts';
import { mayLook } from './looking.ts';

/** What a line says of where it looks; the rest of its options is the command's own. */
const About = z.object({ env: z.string().optional(), run: z.number().optional(), public: z.boolean().optional() });

/**
 * Asked before a command answers: why its speaker gets no answer, which is in the log then; undefined when they get one.
 * Help is for everybody. A command about a subject goes by the policy of that subject, and a vote by that of its run: there the service asks.
 */
export async function admit(deps: Deps, command: Command, options: unknown, caller: Caller): Promise<Refusal | undefined> {
  const about = About.safeParse(options).data ?? {};
  if (about.public === true && !deps.settings.environments.some(({ channel }) => channel === caller.place.channel))
    return { is: 'refused', why: '`--public` works only in a channel that the configuration binds to an environment.' };
  if (command.id === 'help' || command.subject !== undefined || command.isVote === true) return undefined;
  const person = await speaker(deps.store, caller.by, deps.clock());
  const environments = await environmentsOf(deps, command, about, caller);
  const closed = environments.filter((environment) => !mayLook(deps, person, environment));
  if (closed.length === 0) return undefined;
  const why = `You may not ask about ${list(closed)}. ${whoMay}`;
  const [only] = environments.length === 1 ? environments : [];
  await append(deps.store, {
    kind: 'refused',
    key: `refused:${caller.key}`,
    by: caller.by,
    body: { subject: command.id, why },
    ...(only === undefined ? {} : { environment: only }),
  });
  return { is: 'refused', why, next: 'help' };
}

/** The one that is named, that of the run, of the thread or of the channel; all of them when nothing says which. */
async function environmentsOf(deps: Deps, command: Command, about: z.infer<typeof About>, caller: Caller): Promise<readonly string[]> {
  const { environments } = deps.settings;
  const all = environments.map(({ name }) => name);
  const named = all.find((name) => name === about.env?.toLowerCase());
  if (named !== undefined) return [named];
  const run = about.run === undefined ? undefined : await runById(deps.store, about.run);
  if (run) return [run.environment];
  const { channel, environment } = caller.place;
  const here = environments.filter((one) => (environment === undefined ? one.channel === channel : one.name === environment));
  return command.tellsOfAll === true || here.length !== 1 ? all : here.map(({ name }) => name);
}
