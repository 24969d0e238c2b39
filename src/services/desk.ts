import type { Answer, Refusal, RunLine } from '../core/answer.ts';
import type { Caller, Command } from '../core/command.ts';
import { subjectNamed } from '../core/definitions.ts';
import { mayAsk } from '../core/gate.ts';
import { futureTime, pastTime } from '../core/typed-time.ts';
import type { Run } from '../core/run.ts';
import { standingVotes } from '../core/votes.ts';
import type { Says } from '../core/votes.ts';
import { append, entriesOfRun, recentEntries } from '../store/log.ts';
import type { LogFilter } from '../store/log.ts';
import { openRuns, recentRuns, runById } from '../store/runs.ts';
import { cancel, takeUp, undo } from './decide.ts';
import type { Deps } from './deps.ts';
import { policyOf, speaker } from './gatekeeper.ts';
import { environmentOf } from './environment.ts';
import { askForFiles } from './files.ts';
import { freeze, holdList, unfreeze } from './freeze.ts';
import { incidentStatus, openIncident, sayInIncident } from './incidents.ts';
import type { Saying } from './incidents.ts';
import { mayLook } from './looking.ts';
import { logRefusal } from './refusals.ts';
import { request } from './request.ts';
import type { Wish } from './request.ts';
import { scheduleList } from './schedule.ts';
import { addStep, settleStep, stepList } from './steps.ts';
import { subjectLines } from './subjects.ts';
import type { SubjectLine } from './subjects.ts';
import { voteByLine } from './vote.ts';

/** What commands may do. Every way in comes through here. */
export interface Desk {
  readonly commands: readonly Command[];
  /** All checks, checklists and tasks. */
  readonly subjects: readonly SubjectLine[];
  /** The environment that is meant: named, bound to the channel, or the only one. */
  environment(named: string | undefined, caller: Caller): { readonly name: string } | Refusal;
  request(wish: Wish, caller: Caller): Promise<Answer>;
  vote(about: { readonly run: number; readonly plan: string; readonly says: Says }, caller: Caller): Promise<Answer>;
  cancel(run: number, caller: Caller): Promise<Answer>;
  takeUp(run: number, aim: 'finish' | 'clean up', caller: Caller): Promise<Answer>;
  undo(run: number, caller: Caller): Promise<Answer>;
  /** Commands that this person may use. */
  commandsFor(caller: Caller, environment: string | undefined): Promise<readonly Command[]>;
  /** What this person may run by its name. */
  subjectsFor(caller: Caller): Promise<readonly SubjectLine[]>;
  open(environment: string | undefined, state?: 'waiting'): Promise<readonly RunLine[]>;
  recent(environment: string): Promise<readonly RunLine[]>;
  show(run: number): Promise<Answer>;
  /** Puts what a run has found into its thread, as files. */
  files(run: number, caller: Caller): Promise<Answer>;
  log(filter: LogFilter): Promise<Answer>;
  /** A time in the past as people type it; undefined when it is none. */
  pastTime(text: string): Date | undefined;
  note(text: string, environment: string | undefined, caller: Caller): Promise<number>;
  /** What people do by hand. */
  readonly steps: {
    list(about: { readonly environment?: string; readonly owner?: string }): Promise<Answer>;
    settle(id: number, change: Parameters<typeof settleStep>[2], caller: Caller): Promise<Answer>;
    add(step: Parameters<typeof addStep>[1], caller: Caller): Promise<Answer>;
  };
  readonly incidents: {
    open(about: Parameters<typeof openIncident>[1], caller: Caller): Promise<Answer>;
    say(incident: number | undefined, saying: Saying, caller: Caller): Promise<Answer>;
    status(environment: string | undefined, caller: Caller): Promise<Answer>;
  };
  /** "Not now". */
  readonly holds: {
    freeze(about: Parameters<typeof freeze>[1], caller: Caller): Promise<Answer>;
    unfreeze(environment: string, caller: Caller): Promise<Answer>;
    list(environment: string): Promise<Answer>;
  };
  /** When what comes by itself. */
  schedules(): Answer;
  /** A day to come as people type it, at the hour when people go home unless they name one; undefined when it is none. */
  futureTime(text: string): Date | undefined;
}

export function createDesk(deps: Deps, commands: readonly Command[]): Desk {
  const { definitions, settings, store } = deps;
  const title = (run: Run) => subjectNamed(definitions, run.subject)?.title ?? run.subject;
  const refusable = (run: number, what: string, caller: Caller, answering: Promise<Answer>) =>
    logRefusal(deps, { run, does: `${what} of run ${run}` }, caller, answering);
  return {
    commands,
    subjects: subjectLines(definitions, commands),
    environment: (named, caller) => environmentOf(settings.environments, named, caller),
    request: (wish, caller) => request(deps, wish, caller),
    vote: (about, caller) => refusable(about.run, `${about.says} ${about.plan.slice(0, 64)}`, caller, voteByLine(deps, about, caller)),
    cancel: (run, caller) => refusable(run, 'cancel', caller, cancel(deps, run, caller)),
    takeUp: (run, aim, caller) => refusable(run, aim === 'finish' ? 'resume' : 'abandon', caller, takeUp(deps, run, aim, caller)),
    undo: (run, caller) => refusable(run, 'undo', caller, undo(deps, run, caller)),
    commandsFor: (caller, environment) => commandsFor(deps, commands, caller, environment),
    async subjectsFor(caller) {
      const may = await mayUse(deps, caller, undefined);
      return subjectLines(definitions, commands).filter(({ id, missing }) => missing.length === 0 && may(id));
    },
    async open(environment, state) {
      const runs = (await openRuns(store, environment)).filter((run) => state === undefined || run.state === state);
      return Promise.all(runs.map((run) => lineOf(deps, run, title(run))));
    },
    async recent(environment) {
      return (await recentRuns(store, environment, 15)).map((run) => ({ run, title: title(run) }));
    },
    async show(id) {
      const run = await runById(store, id);
      if (!run) return { is: 'refused', why: `There is no run ${id}.`, next: 'runs' };
      return { is: 'told', view: 'run', value: { run, title: title(run), entries: await entriesOfRun(store, id) } };
    },
    files: (run, caller) => askForFiles(deps, run, caller),
    async log(filter) {
      const entries = await recentEntries(store, filter);
      const ids = [...new Set(entries.flatMap(({ run }) => (run === null ? [] : [run])))];
      const runs = await Promise.all(ids.map((id) => runById(store, id)));
      const titles = Object.fromEntries(runs.flatMap((run) => (run ? [[run.id, title(run)]] : [])));
      return { is: 'told', view: 'log', value: { entries, titles } };
    },
    pastTime: (text) => pastTime(text, deps.clock(), settings.timezone),
    note: (text, environment, caller) => note(deps, text, environment, caller),
    steps: {
      list: (about) => stepList(deps, about),
      settle: (id, change, caller) => settleStep(deps, id, change, caller),
      add: (step, caller) => addStep(deps, step, caller),
    },
    incidents: {
      open: (about, caller) => openIncident(deps, about, caller),
      say: (incident, saying, caller) => sayInIncident(deps, incident, saying, caller),
      status: (environment, caller) => incidentStatus(deps, environment, caller),
    },
    holds: {
      freeze: (about, caller) => freeze(deps, about, caller),
      unfreeze: (environment, caller) => unfreeze(deps, environment, caller),
      list: (environment) => holdList(deps, environment),
    },
    schedules: () => scheduleList(deps),
    futureTime: (text) => futureTime(text, deps.clock(), settings.timezone),
  };
}

async function commandsFor(
  deps: Deps,
  commands: readonly Command[],
  caller: Caller,
  environment: string | undefined,
): Promise<readonly Command[]> {
  const may = await mayUse(deps, caller, environment);
  return commands.filter(({ id, subject }) => id === 'help' || may(subject));
}

/** Whether this person may ask for a subject, or for what is kept (no subject), here or in any environment when none is named. */
async function mayUse(deps: Deps, caller: Caller, environment: string | undefined): Promise<(id: string | undefined) => boolean> {
  const person = await speaker(deps.store, caller.by, deps.clock());
  const environments = environment === undefined ? deps.settings.environments.map(({ name }) => name) : [environment];
  return (id) => {
    const subject = id === undefined ? undefined : subjectNamed(deps.definitions, id);
    if (id !== undefined && !subject) return false;
    return environments.some((name) =>
      subject ? mayAsk(person, policyOf(deps, subject, name), deps.clock()) : mayLook(deps, person, name),
    );
  };
}

async function lineOf(deps: Deps, run: Run, title: string): Promise<RunLine> {
  const subject = subjectNamed(deps.definitions, run.subject);
  if (run.digest === null || !subject) return { run, title };
  const policy = policyOf(deps, subject, run.environment);
  const need = policy.approvals.reduce((sum, { count }) => sum + count, 0);
  const have = new Set(
    standingVotes(await entriesOfRun(deps.store, run.id), run.digest).flatMap(({ by, says }) => (says === 'approve' ? [by] : [])),
  ).size;
  return need === 0 ? { run, title } : { run, title, votes: { have, need } };
}

function note(deps: Deps, text: string, environment: string | undefined, caller: Caller): Promise<number> {
  return deps.store.transaction(async (tx) => {
    await speaker(tx, caller.by, deps.clock());
    const seq = await append(tx, {
      kind: 'note',
      key: `note:${caller.key}`,
      by: caller.by,
      body: { text },
      ...(environment === undefined ? {} : { environment }),
    });
    return seq ?? 0;
  }, 'somebody waits');
}
