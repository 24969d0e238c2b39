import type { Answer } from '../core/answer.ts';
import type { Caller, Command } from '../core/command.ts';
import { checkedOptions, parseLine } from '../core/line.ts';
import type { Filled } from '../core/step-form.ts';
import type { Person } from '../core/gate.ts';
import { upsertPeople } from '../store/people.ts';
import { StoreAway } from '../store/store.ts';
import { admit } from './admit.ts';
import type { Deps } from './deps.ts';
import type { Desk } from './desk.ts';
import { placed } from './environment.ts';
import { UnknownPerson } from './gatekeeper.ts';

/** Asks Slack who somebody is; undefined when Slack does not say so within its limit. */
export type LookUp = (id: string) => Promise<Omit<Person, 'checkedAt'> | undefined>;

/** How an answer is found: `lookUp` only for somebody who was never seen before. */
export interface Answering {
  readonly deps: Deps;
  readonly desk: Desk;
  readonly lookUp: LookUp;
}

/** One line of the command language, from wherever it came, to one answer. It never throws: the answer is what the person reads. */
export async function answer(around: Answering, line: string, caller: Caller): Promise<Answer> {
  const parsed = parseLine(line === '' ? 'help' : line, around.desk.commands);
  return parsed.is === 'wrong' ? { is: 'refused', why: parsed.why, next: parsed.next } : obey(around, parsed, caller);
}

/** The same for a command whose options come from a form: nothing of them is read as a line. */
export async function fill(around: Answering, { id, options }: Filled, caller: Caller): Promise<Answer> {
  const command = around.desk.commands.find((one) => one.id === id);
  if (!command) return { is: 'refused', why: `There is no command ${id}.`, next: `help ${id}` };
  const given = checkedOptions(command, options);
  return 'wrong' in given ? { is: 'refused', why: given.wrong, next: `help ${id}` } : obey(around, { command, ...given }, caller);
}

async function obey(
  { deps, desk, lookUp }: Answering,
  { command, options }: { readonly command: Command; readonly options: unknown },
  speaking: Caller,
): Promise<Answer> {
  const say = async () => {
    const caller = await placed(deps, speaking);
    return (await admit(deps, command, options, caller)) ?? command.answer(desk, options, caller);
  };
  try {
    return await say().catch((error: unknown) => meetFirst(deps, lookUp, error, say));
  } catch (error) {
    return failed(deps, command.id, error);
  }
}

/** Somebody new is looked up once before the record is made. */
async function meetFirst(deps: Deps, lookUp: LookUp, error: unknown, again: () => Promise<Answer>): Promise<Answer> {
  if (!(error instanceof UnknownPerson)) throw error;
  const found = await lookUp(error.person);
  if (!found) return { is: 'refused', why: 'I could not learn from Slack who you are, so nothing was recorded. Try again in a moment.' };
  await deps.store.transaction((tx) => upsertPeople(tx, [found]));
  return again();
}

function failed(deps: Deps, command: string, error: unknown): Answer {
  deps.log.error({ err: error, command }, 'line could not be answered');
  if (error instanceof StoreAway && error.recorded === 'no') {
    return {
      is: 'refused',
      why: 'My own store cannot be reached, so *nothing was recorded* and nothing will run. Try again in a minute; if it stays so, look at the bot’s PostgreSQL.',
    };
  }
  if (error instanceof StoreAway) {
    return {
      is: 'refused',
      why: 'My own store was lost at the very moment of recording, so I do not know whether it was recorded. Look at `/bigshot runs` before you ask again.',
    };
  }
  return { is: 'refused', why: 'Something went wrong inside me, and nothing was recorded. My log has the details.' };
}
