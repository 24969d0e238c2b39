import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { Policy } from '../core/gate.ts';
import { whyNotCounted } from '../core/gate.ts';
import { saysOf } from '../core/reactions.ts';
import type { Run } from '../core/run.ts';
import { reactionDifference, standingVotes } from '../core/votes.ts';
import type { Says } from '../core/votes.ts';
import { append, entriesOfRun } from '../store/log.ts';
import { cardOf, wantMessage } from '../store/messages.ts';
import type { Message } from '../store/messages.ts';
import { person } from '../store/people.ts';
import { lockRun, move } from '../store/runs.ts';
import type { Tx } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { appendSaid } from './say.ts';
import { announce } from './deps.ts';
import { policyOf, speaker, strangerNamed, verdictOn } from './gatekeeper.ts';

interface Ballot {
  readonly by: string;
  readonly says: Says;
  readonly via: 'reaction' | 'button' | 'command';
}

/** A vote by command or button, for exactly the plan whose first characters were named. */
export async function voteByLine(
  deps: Deps,
  about: { readonly run: number; readonly plan: string; readonly says: Says },
  caller: Caller,
): Promise<Answer> {
  const [answer, moved] = await deps.store.transaction(async (tx): Promise<readonly [Answer, (Run | undefined)?]> => {
    const run = await lockRun(tx, about.run);
    const wrong = whyNoVote(run, about, deps.clock());
    if (wrong !== undefined || !run) return [{ is: 'refused', why: wrong ?? '', next: 'pending' }];
    const policy = policyOfRun(deps, run);
    const voter = await speaker(tx, caller.by, deps.clock());
    const reason = whyNotCounted(voter, run.by, policy, deps.clock());
    if (reason) {
      await append(tx, {
        kind: 'vote refused',
        key: `refused:${caller.key}`,
        environment: run.environment,
        run: run.id,
        by: caller.by,
        body: { digest: run.digest, says: about.says, reason },
      });
      return [{ is: 'refused', why: notCounted(reason, about.says) }];
    }
    const standing = standingVotes(await entriesOfRun(tx, run.id), run.digest ?? '');
    if (!standing.some(({ by, says }) => by === caller.by && says === about.says))
      await cast(tx, run, { by: caller.by, says: about.says, via: caller.via === 'button' ? 'button' : 'command' });
    const after = await settleVotes(tx, deps, run, policy);
    return [
      {
        is: 'recorded',
        runId: run.id,
        say: about.says === 'approve' ? `Your approval of run ${run.id}, plan ${about.plan}, is recorded.` : `Run ${run.id} is denied.`,
      },
      after,
    ];
  }, 'somebody waits');
  if (moved?.state === 'ready') announce(deps, moved);
  return answer;
}

function whyNoVote(run: Run | undefined, { plan, says }: { readonly plan: string; readonly says: Says }, now: Date): string | undefined {
  if (!run) return 'There is no such run.';
  if (!isOpenForVotes(run))
    return `Run ${run.id} is not open for votes: it ${run.state === 'ended' ? `is ${run.outcome ?? 'ended'}` : run.startedAt === null ? `is ${run.state}` : 'has begun'}.`;
  if (isLate(run, says, now)) return `The plan of run ${run.id} has expired: nobody approved it in time. Ask for it again.`;
  if (plan.length < 4 || !run.digest?.startsWith(plan.toLowerCase()))
    return `Run ${run.id} has another plan by now (${run.digest?.slice(0, 4) ?? 'none'}, not ${plan}). Read it again before you vote.`;
  return undefined;
}

/** Once its steps have begun, a run is directed by resume and abandon, not by votes. */
function isOpenForVotes({ state, digest, startedAt }: Run): boolean {
  return digest !== null && startedAt === null && (state === 'waiting' || state === 'ready');
}

/** A vote first seen after the plan's time counts for nothing; only a denial of what was approved in time is still heard. */
function isLate({ state, validUntil }: Run, says: Says, now: Date): boolean {
  return validUntil !== null && validUntil <= now && (state === 'waiting' || says === 'approve');
}

/** Reactions as they stand now under a plan's message. The log gets the difference, so that repeated events change nothing. */
export async function countReactions(
  deps: Deps,
  card: Pick<Message, 'id' | 'subjectId' | 'key'>,
  seen: readonly { readonly name: string; readonly people: readonly string[] }[],
  self: string,
  unmet: ReadonlySet<string> = new Set(),
): Promise<void> {
  const ballots = seen.flatMap(({ name, people }) => {
    const says = saysOf(name);
    return says === undefined ? [] : people.filter((id) => id !== self).map((by) => ({ by, says }));
  });
  const moved = await deps.store.transaction(async (tx) => {
    const run = await lockRun(tx, card.subjectId);
    // Reactions outlive an edit: only the message of the present plan is a ballot box.
    if (!run || run.digest === null || !card.key.endsWith(run.digest.slice(0, 16)) || !isOpenForVotes(run)) return undefined;
    const logged = standingVotes(await entriesOfRun(tx, run.id), run.digest);
    const difference = reactionDifference(logged, ballots);
    const policy = policyOfRun(deps, run);
    // Who could not be looked up is judged the next time; what they cast before stands.
    for (const ballot of difference.cast.filter(({ by }) => !unmet.has(by)))
      await receive(tx, deps, run, policy, { ...ballot, via: 'reaction' });
    for (const { by, says } of difference.withdrawn) {
      await appendSaid(tx, run, { kind: 'withdrawn', by, body: { digest: run.digest, says, via: 'reaction' } });
    }
    return settleVotes(tx, deps, run, policy);
  });
  if (moved?.state === 'ready') announce(deps, moved);
}

/** A vote counts, or its voter is told once why it does not. One first seen after the plan's time is neither. */
async function receive(tx: Tx, deps: Deps, run: Run, policy: Policy, ballot: Ballot): Promise<void> {
  if (isLate(run, ballot.says, deps.clock())) return;
  const voter = (await person(tx, ballot.by)) ?? strangerNamed(ballot.by);
  const reason = whyNotCounted(voter, run.by, policy, deps.clock());
  if (!reason) return cast(tx, run, ballot);
  const seq = await append(tx, {
    kind: 'vote refused',
    key: `vote-refused:${run.id}:${run.digest?.slice(0, 16) ?? ''}:${ballot.by}:${ballot.says}`,
    environment: run.environment,
    run: run.id,
    by: ballot.by,
    body: { digest: run.digest, says: ballot.says, reason },
  });
  if (seq === undefined) return;
  const card = await cardOf(tx, run.id);
  await wantMessage(tx, {
    key: `whisper-${seq}`,
    subject: 'log',
    subjectId: seq,
    view: 'whisper',
    channel: run.channel ?? '',
    onlyFor: ballot.by,
    ...(card?.thread == null ? {} : { thread: card.thread }),
  });
}

async function cast(tx: Tx, run: Run, { by, says, via }: Ballot): Promise<void> {
  await appendSaid(tx, run, { kind: 'voted', by, body: { digest: run.digest, says, via } });
}

/** waiting ⇄ ready, or ended as denied: what the votes that stand now lead to. */
async function settleVotes(tx: Tx, deps: Deps, run: Run, policy: Policy): Promise<Run | undefined> {
  const verdict = await verdictOn(tx, deps, run, policy);
  if (verdict.is === 'no' && verdict.why === 'denied') {
    const moved = await move(tx, run.id, ['waiting', 'ready'], { state: 'ended', outcome: 'denied', held: null, why: null, release: true });
    await append(tx, {
      kind: 'denied',
      environment: run.environment,
      run: run.id,
      ...(verdict.by === undefined ? {} : { by: verdict.by }),
      body: { digest: run.digest },
    });
    return moved;
  }
  if (verdict.is === 'ask')
    return run.state === 'ready' && policy.approvals.length > 0
      ? move(tx, run.id, ['ready'], { state: 'waiting', held: null, notBefore: null })
      : undefined;
  if (verdict.is === 'no' || run.state !== 'waiting') return undefined;
  const moved = await move(tx, run.id, ['waiting'], { state: 'ready', held: null });
  if (moved) await append(tx, { kind: 'ready', environment: run.environment, run: run.id, body: { digest: run.digest } });
  return moved;
}

function policyOfRun(deps: Deps, run: Run): Policy {
  const task = deps.definitions.tasks.get(run.subject);
  if (!task) throw new Error(`there is no task named ${run.subject} in this version`);
  return policyOf(deps, task, run.environment);
}

function notCounted(reason: 'own' | 'guest' | 'not an approver', says: Says): string {
  const sign = says === 'approve' ? 'approval' : 'denial';
  if (reason === 'own')
    return `You asked for this yourself, so your own ${sign} does not count. Take it back with \`cancel\` if you do not want it any more.`;
  return reason === 'guest'
    ? `You are a guest here, so your ${sign} does not count.`
    : `You are not among those who may approve this, so your ${sign} does not count.`;
}
