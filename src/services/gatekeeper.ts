import type { Freeze } from '../core/freeze.ts';
import { gate } from '../core/gate.ts';
import type { Hold, Person, Policy, Verdict } from '../core/gate.ts';
import type { Run } from '../core/run.ts';
import { policiesHash, policyFor } from '../core/settings.ts';
import { isHeldByFreeze } from '../core/task.ts';
import { standingVotes } from '../core/votes.ts';
import type { Subject } from '../core/definitions.ts';
import { foreign } from '../lib/foreign.ts';
import { entriesOfRun } from '../store/log.ts';
import { freezesIn } from '../store/holds.ts';
import { holders } from '../store/locks.ts';
import { people, person } from '../store/people.ts';
import type { Tx } from '../store/store.ts';
import { alive } from '../store/workers.ts';
import type { Deps } from './deps.ts';

/** The person is not in the mirror yet; chat looks them up and asks again. */
export class UnknownPerson extends Error {
  readonly person: string;

  constructor(id: string) {
    super('this person has not been looked up yet');
    this.person = id;
  }
}

/** Said with every refusal, since most who are refused have only not joined the channel. */
export const whoMay =
  'Unless the configuration says otherwise, every full member of its channel may. Guests and people from other workspaces may not ask for anything.';

const staleAfterMs = 24 * 60 * 60 * 1000;

/** Who speaks, from the mirror. Somebody whose row is a day old is looked up again first. */
export async function speaker(tx: Tx, id: string, now: Date): Promise<Person> {
  const found = await person(tx, id);
  if (!found || (found.kind !== 'schedule' && now.getTime() - found.checkedAt.getTime() >= staleAfterMs)) throw new UnknownPerson(id);
  return found;
}

export function policyOf(deps: Pick<Deps, 'settings'>, subject: Subject, environment: string): Policy {
  return policyFor(deps.settings, subject.id, environment, subject.kind === 'task' ? subject.risk : 'read');
}

/** The verdict on a planned run, from stored facts only, inside the transaction that moves it. */
export async function verdictOn(tx: Tx, deps: Deps, run: Run, policy: Policy): Promise<Verdict> {
  const now = deps.clock();
  const by = (await person(tx, run.by)) ?? strangerNamed(run.by);
  const standing = run.digest === null ? [] : standingVotes(await entriesOfRun(tx, run.id), run.digest);
  const voters = await people(
    tx,
    standing.map((vote) => vote.by),
  );
  const votes = standing.flatMap((vote) =>
    voters.filter(({ id }) => id === vote.by).map((voter) => ({ by: voter, digest: run.digest ?? '', says: vote.says })),
  );
  return gate({
    policy,
    by,
    ...(run.digest === null ? {} : { digest: run.digest }),
    ...(run.validUntil === null ? {} : { validUntil: run.validUntil }),
    votes,
    holds: await holdsOn(tx, deps, run),
    now,
  });
}

/** Why a run that may go does not go yet. */
async function holdsOn(tx: Tx, deps: Deps, run: Run): Promise<readonly Hold[]> {
  const taken = await holders(tx, run.environment, run.plan?.locks ?? [], run.id);
  const byRun = [...new Set(taken.map((lock) => lock.run))];
  const holds = byRun.map((other) => ({
    why: `run ${other} holds ${taken
      .filter((lock) => lock.run === other)
      .map(({ resource }) => resource)
      .join(', ')}`,
  }));
  const frozen = (await freezesOn(tx, deps, run)).map(({ owner, reason }) => ({
    why: `${run.environment} is frozen by <@${owner}>: ${foreign(reason, 300)}`,
  }));
  const own = policiesHash(deps.settings);
  const differing = (await alive(tx)).filter(
    (other) => other.policies !== own && (other.environment === undefined || other.environment === run.environment),
  );
  const names = differing.map(({ name }) => name).join(', ');
  const policies =
    differing.length === 0
      ? []
      : [{ why: `the policies of ${names} differ from those of this process: start all with the same bigshot.yml` }];
  return [...frozen, ...holds, ...policies];
}

/** A freeze holds what changes something, also a task that this version does not know. */
async function freezesOn(tx: Tx, deps: Deps, run: Run): Promise<readonly Freeze[]> {
  const task = deps.definitions.tasks.get(run.subject);
  return task && !isHeldByFreeze(task) ? [] : freezesIn(tx, run.environment, deps.clock());
}

/** Somebody of whom Slack said nothing: counts for nothing. */
export function strangerNamed(id: string): Person {
  return { id, name: id, kind: 'stranger', groups: [], checkedAt: new Date(0) };
}
