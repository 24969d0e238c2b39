import type { Answer, Refusal } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import { subjectNamed } from '../core/definitions.ts';
import type { Subject } from '../core/definitions.ts';
import { gate } from '../core/gate.ts';
import type { Policy } from '../core/gate.ts';
import type { Run } from '../core/run.ts';
import { list } from '../lib/words.ts';
import { append } from '../store/log.ts';
import { holders } from '../store/locks.ts';
import { wantMessage } from '../store/messages.ts';
import { insertRun, openRunOf, runById, runByKey } from '../store/runs.ts';
import type { Tx } from '../store/store.ts';
import { violates } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { announce } from './deps.ts';
import { policyOf, speaker, whoMay } from './gatekeeper.ts';

/** What somebody wants to be done. */
export interface Wish {
  readonly subject: string;
  readonly input?: unknown;
  readonly environment: string;
  readonly reason?: string;
  readonly undoes?: number;
  /** Lists are for the asker only, unless they say `--public`. */
  readonly audience?: Run['audience'];
  /** The message under which its card stands, such as the headline of an incident. */
  readonly under?: number;
  /** Due instant of a schedule that is asked for late. */
  readonly lateFor?: Date;
}

/** Writes a wish down as a run, in one transaction, and tells the workers. The same key gives the same answer. */
export async function request(deps: Deps, wish: Wish, caller: Caller): Promise<Answer> {
  const subject = subjectNamed(deps.definitions, wish.subject);
  if (!subject) return { is: 'refused', why: `There is no check, checklist or task named ${wish.subject}.`, next: 'help' };
  const form = subject.kind === 'task' ? subject.input : subject.kind === 'check' ? subject.asked : undefined;
  const input = form?.safeParse(wish.input ?? {}) ?? { success: true as const, data: wish.input ?? {} };
  if (!input.success)
    return { is: 'refused', why: input.error.issues.map(({ message }) => message).join('; '), next: `help ${wish.subject}` };
  try {
    const recordIn = (tx: Tx) => record(tx, deps, { ...wish, input: input.data }, subject, caller);
    // What changes nothing is recorded by one statement, which needs no transaction around it: somebody waits for the answer.
    const [answer, run] = await (subject.kind === 'task' ? deps.store.transaction(recordIn, 'somebody waits') : recordIn(deps.store));
    if (run) announce(deps, run);
    return answer;
  } catch (error) {
    if (!violates(error, 'runs_one_open')) throw error;
    const mine = await runByKey(deps.store, caller.key);
    if (mine) return recorded(subject, mine);
    return { is: 'refused', why: `The same ${subject.title.toLowerCase()} was asked for in this very moment.`, next: 'runs' };
  }
}

async function record(tx: Tx, deps: Deps, wish: Wish, subject: Subject, caller: Caller): Promise<readonly [Answer, (Run | undefined)?]> {
  const earlier = subject.kind === 'task' ? await runByKey(tx, caller.key) : undefined;
  if (earlier) return [recorded(subject, earlier)];
  const policy = policyOf(deps, subject, wish.environment);
  const refusal = await refusalOf(tx, deps, wish, subject, policy, caller);
  if (refusal) {
    await append(tx, {
      kind: 'refused',
      key: `refused:${caller.key}`,
      environment: wish.environment,
      by: caller.by,
      body: { subject: subject.id, input: wish.input ?? {}, why: refusal.why },
    });
    return [refusal];
  }
  const run = await insertRun(tx, {
    key: caller.key,
    environment: wish.environment,
    kind: subject.kind,
    subject: subject.id,
    input: wish.input ?? {},
    by: caller.by,
    via: caller.via,
    state: subject.kind === 'task' ? 'requested' : 'ready',
    channel: caller.place.channel,
    audience: wish.audience ?? 'channel',
    ...(caller.place.thread === undefined ? {} : { thread: caller.place.thread }),
    ...(caller.replyUrl === undefined ? {} : { replyUrl: caller.replyUrl }),
    ...(wish.reason === undefined ? {} : { reason: wish.reason }),
    ...(wish.undoes === undefined ? {} : { undoes: wish.undoes }),
    ...(wish.lateFor === undefined ? {} : { lateFor: wish.lateFor }),
    ...(subject.kind === 'task' || wish.under !== undefined ? {} : { card: wish.audience === 'asker' ? 'report' : 'checklist' }),
  });
  if (run && wish.under !== undefined) {
    const card = { key: `run-${run.id}`, subject: 'run', subjectId: run.id, view: 'checklist', parentId: wish.under } as const;
    await wantMessage(tx, { ...card, channel: caller.place.channel });
  }
  if (run) return [recorded(subject, run), run];
  const faster = await runByKey(tx, caller.key);
  if (!faster) throw new Error('a run whose key is taken cannot be found');
  return [recorded(subject, faster)];
}

async function refusalOf(tx: Tx, deps: Deps, wish: Wish, subject: Subject, policy: Policy, caller: Caller): Promise<Refusal | undefined> {
  const verdict = gate({ policy, by: await speaker(tx, caller.by, deps.clock()), votes: [], holds: [], now: deps.clock() });
  if (verdict.is === 'no')
    return {
      is: 'refused',
      why: `You may not ask for ${subject.title.toLowerCase()} in ${wish.environment}. ${whoMay}`,
      next: 'help',
    };
  if (subject.kind !== 'task') return undefined;
  if (policy.approvals.some(({ from }) => from.length === 0)) {
    return {
      is: 'refused',
      why: `${subject.title} needs an approval, and the configuration names nobody who may approve it in ${wish.environment}. Add a rule for ${subject.id} to \`policies\`.`,
    };
  }
  const open = await openRunOf(tx, wish.environment, subject.id, wish.input);
  // One with this very key is no other wish: it came in since we looked, and its answer is ours.
  if (open && open.key !== caller.key)
    return {
      is: 'refused',
      why: `Run ${open.id} is the same wish and still open (${open.state}). Nothing new was recorded.`,
      next: `show ${open.id}`,
    };
  if (subject.risk !== 'destructive') return undefined;
  const busy = await holders(tx, wish.environment, ['database', 'services', 'backups'], 0);
  for (const holder of new Set(busy.map(({ run }) => run))) {
    if (!(await blocksPlanning(tx, deps, holder))) continue;
    const held = list(busy.filter(({ run }) => run === holder).map(({ resource }) => resource));
    return {
      is: 'refused',
      why: `Run ${holder} holds ${held} of ${wish.environment}: it is at work, or waits to be resumed. Nothing new was recorded.`,
      next: `show ${holder}`,
    };
  }
  return undefined;
}

/** A plan made while data is being replaced would be wrong at once; beside a backup it may wait for the locks. */
async function blocksPlanning(tx: Tx, deps: Deps, holder: number): Promise<boolean> {
  const run = await runById(tx, holder);
  return run?.state === 'interrupted' || deps.definitions.tasks.get(run?.subject ?? '')?.risk === 'destructive';
}

function recorded(subject: Subject, run: Run): Answer {
  const doing = subject.kind === 'task' ? 'Planning' : 'Looking';
  return { is: 'recorded', runId: run.id, say: `${doing}: ${subject.title.toLowerCase()} on ${run.environment}, run ${run.id}.` };
}
