import type { Entry } from '../../src/core/entry.ts';
import type { Facts, Person, Policy } from '../../src/core/gate.ts';
import type { Run, StoredPlan } from '../../src/core/run.ts';
import type { RunPicture } from '../../src/services/picture.ts';

/** The people of the local workspace: who asks, two who approve, a guest, and somebody of another company. */
export const dana = 'U0DANA00001';
export const alex = 'U0ALEX00001';
export const kim = 'U0KIM000001';
export const sam = 'U0SAM000001';
export const rio = 'U0RIO000001';
export const ops = 'C0OPS000001';

/** The moment at which built values happen. */
export const moment = new Date('2026-11-23T10:00:00Z');

export function person(id: string, given: Partial<Person> = {}): Person {
  return { id, name: id.toLowerCase(), kind: 'member', groups: [ops], checkedAt: moment, ...given };
}

export function policy(given: Partial<Policy> = {}): Policy {
  return {
    subject: 'rebuild',
    environment: 'prod',
    channel: ops,
    risk: 'destructive',
    ask: ['members'],
    approvals: [{ from: [{ user: alex }, { user: kim }], count: 1 }],
    validMinutes: 60,
    ...given,
  };
}

/** A plan of dana's that waits for one vote. */
export function facts(given: Partial<Facts> = {}): Facts {
  return {
    policy: policy(),
    by: person(dana),
    digest: 'd1',
    validUntil: new Date(moment.getTime() + 3_600_000),
    votes: [],
    holds: [],
    now: moment,
    ...given,
  };
}

export function plan(given: Partial<StoredPlan> = {}): StoredPlan {
  return {
    summary: '`house` from `bricks`',
    facts: ['12 rooms'],
    impact: 'nobody can enter for about 6 s',
    work: { house: 'h1' },
    steps: [{ id: 'dig', does: 'dig' }],
    locks: ['house'],
    planned: 1,
    ...given,
  };
}

/** A run of dana's that waits for approval. */
export function run(given: Partial<Run> = {}): Run {
  return {
    id: 482,
    key: 'slash:1',
    environment: 'prod',
    kind: 'task',
    subject: 'rebuild',
    input: {},
    by: dana,
    via: 'slash',
    reason: null,
    undoes: null,
    state: 'waiting',
    outcome: null,
    why: null,
    plan: plan(),
    digest: '7f3a'.repeat(16),
    validUntil: new Date(moment.getTime() + 3_600_000),
    channel: ops,
    thread: null,
    replyUrl: null,
    audience: 'channel',
    aim: 'finish',
    attempt: 1,
    worker: null,
    leaseUntil: null,
    notBefore: null,
    held: null,
    progress: null,
    cancelBy: null,
    settled: 0,
    lateFor: null,
    createdAt: moment,
    startedAt: null,
    endedAt: null,
    ...given,
  };
}

let seq = 0;
/** A row of the log; each built one has the next number. */
export function entry(kind: string, given: Partial<Entry> = {}): Entry {
  seq += 1;
  return { seq, key: null, at: moment, environment: 'prod', run: 482, kind, by: null, body: {}, hash: '', ...given };
}

export function picture(given: Partial<RunPicture> = {}): RunPicture {
  return {
    run: run(),
    title: 'Rebuild the house',
    checks: [],
    reported: [],
    before: undefined,
    entries: [],
    votes: [],
    policy: policy(),
    undo: { days: 7 },
    isVoid: false,
    isReport: false,
    onlyCleanUp: false,
    steps: [],
    offers: [],
    now: moment,
    ...given,
  };
}
