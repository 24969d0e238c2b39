import { setTimeout as sleep } from 'node:timers/promises';
import { MessengerError } from '../ports/messenger.ts';
import type { Messenger } from '../ports/messenger.ts';
import { renewPerson, setMembers, upsertPeople } from '../store/people.ts';
import type { LookUp } from './answer.ts';
import type { Deps } from './deps.ts';

export interface ChatDeps extends Deps {
  readonly messenger: Messenger;
}

const lookUpLimitMs = 1000;

/** Who is in each of the bound channels and named user groups. */
type Circles = ReadonlyMap<string, readonly string[]>;

/** Who is in the bound channels and in the named groups: what the gate must know about people. One that Slack does not show holds up no other. */
export async function mirrorPeople(deps: ChatDeps, signal: AbortSignal): Promise<void> {
  const circles = new Map<string, readonly string[]>();
  const unread: string[] = [];
  for (const circle of circlesOf(deps)) {
    const members = await patiently(deps, signal, { circle }, () => readCircle(deps, circle));
    if (members === undefined) {
      unread.push(circle);
      continue;
    }
    circles.set(circle, members);
    await setMembers(deps.store, circle, members);
  }
  for (const id of new Set([...[...circles.values()].flat(), ...named(deps, 'user')])) {
    const found = await patiently(deps, signal, { person: id }, () => deps.messenger.person(id));
    // Stored without a circle that could not be read, somebody new would be refused; they are looked up when they speak.
    if (found && !(await renewPerson(deps.store, found, unread)) && unread.length === 0)
      await upsertPeople(deps.store, [{ ...found, groups: circlesWith(circles, id) }]);
  }
}

/** Somebody came into a channel or a user group, or left it: if the gate asks for it, who is in it is read again. */
export async function circleChanged(deps: ChatDeps, circle: string): Promise<void> {
  if (circlesOf(deps).includes(circle)) await setMembers(deps.store, circle, await readCircle(deps, circle));
}

/** Looks one person up and stores what Slack said; somebody whom Slack does not know is left as they were. */
export async function mirrorOne(deps: ChatDeps, id: string): Promise<void> {
  const found = await lookUp(deps, id);
  if (found) await upsertPeople(deps.store, [found]);
}

/** For somebody never seen before, asked while they wait: what Slack does not say within a second is not waited for. */
export function lookUpNow(deps: ChatDeps): LookUp {
  return async (id) => {
    const late = new Promise<undefined>((resolve) => {
      setTimeout(() => resolve(undefined), lookUpLimitMs).unref();
    });
    try {
      return await Promise.race([lookUp(deps, id), late]);
    } catch (err) {
      deps.log.warn({ err }, 'somebody could not be looked up');
      return undefined;
    }
  };
}

/** What somebody is, and in which circles: one without the other would be stored as if it were both. */
async function lookUp(deps: ChatDeps, id: string): ReturnType<LookUp> {
  const reading = circlesOf(deps).map(async (circle) => [circle, await readCircle(deps, circle)] as const);
  const [found, circles] = await Promise.all([deps.messenger.person(id), Promise.all(reading)]);
  return found && { ...found, groups: circlesWith(new Map(circles), id) };
}

function circlesWith(circles: Circles, id: string): readonly string[] {
  return [...circles].flatMap(([circle, people]) => (people.includes(id) ? [circle] : []));
}

function circlesOf(deps: ChatDeps): readonly string[] {
  return [...new Set([...deps.settings.environments.map(({ channel }) => channel), ...named(deps, 'group')])];
}

/** A channel may be closed to the bot; groups are a paid feature, and can be removed: in what Slack refuses there is nobody. */
async function readCircle({ messenger, settings, log }: ChatDeps, circle: string): Promise<readonly string[]> {
  const isChannel = settings.environments.some(({ channel }) => channel === circle);
  try {
    return await (isChannel ? messenger.members(circle) : messenger.groupMembers(circle));
  } catch (error) {
    if (!(error instanceof MessengerError) || error.trouble.is !== 'refused') throw error;
    log.warn({ circle, code: error.trouble.code }, 'a channel or group of the configuration cannot be read: nobody is in it');
    return [];
  }
}

/** The people, or the groups, that the rules name. */
function named({ settings }: ChatDeps, what: 'user' | 'group'): readonly string[] {
  const principals = settings.rules.flatMap(({ ask = [], approve = [] }) => [...ask, ...approve]);
  return principals.flatMap((one) => {
    if (one === 'members') return [];
    if ('user' in one) return what === 'user' ? [one.user] : [];
    return what === 'group' ? [one.group] : [];
  });
}

/** When Slack asks to wait, it is waited for; what else goes wrong is logged, and comes again with the next round. */
async function patiently<Result>(
  { log }: ChatDeps,
  signal: AbortSignal,
  about: Readonly<Record<string, string>>,
  ask: () => Promise<Result>,
): Promise<Result | undefined> {
  while (!signal.aborted) {
    try {
      return await ask();
    } catch (err) {
      const trouble = err instanceof MessengerError ? err.trouble : undefined;
      if (trouble?.is !== 'wait') {
        log.warn({ ...about, err }, 'could not be mirrored');
        return undefined;
      }
      await sleep(trouble.seconds * 1000, undefined, { signal }).catch(() => {}); // told to stop
    }
  }
  return undefined;
}
