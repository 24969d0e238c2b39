import pino from 'pino';
import { commands } from '../../src/commands/index.ts';
import type { Answer } from '../../src/core/answer.ts';
import type { Caller } from '../../src/core/command.ts';
import type { Entry } from '../../src/core/entry.ts';
import type { Run } from '../../src/core/run.ts';
import type { Settings } from '../../src/core/settings.ts';
import { answer } from '../../src/services/answer.ts';
import type { WorkerDeps } from '../../src/services/deps.ts';
import { createDesk } from '../../src/services/desk.ts';
import { sweep } from '../../src/services/sweep.ts';
import { countReactions } from '../../src/services/vote.ts';
import { begin, lookAt } from '../../src/services/work.ts';
import { entriesOfRun } from '../../src/store/log.ts';
import { cardOf } from '../../src/store/messages.ts';
import { upsertPeople } from '../../src/store/people.ts';
import { runById } from '../../src/store/runs.ts';
import { portsWith } from './absent.ts';
import { openBotStore } from './bot-store.ts';
import type { BotStore } from './bot-store.ts';
import { alex, dana, kim, ops, sam } from './build.ts';
import { createClock } from './clock.ts';
import type { Clock } from './clock.ts';
import { createWorld, toyDefinitions } from './toys.ts';
import type { World } from './toys.ts';

const ports = portsWith();

const settings: Settings = {
  environments: [{ name: 'prod', channel: ops }],
  rules: ['rebuild', 'tear-down'].map((task) => ({ task, approve: [{ user: alex }, { user: kim }] })),
  schedules: [],
  timezone: 'Europe/Berlin',
  limits: {},
};

/** The services of a bot with one worker over a real store; Slack and BullMQ are not there. */
export interface Bot extends BotStore {
  readonly deps: WorkerDeps;
  readonly clock: Clock;
  readonly world: World;
  /** Ids of runs that the workers were told of. */
  readonly queue: number[];
  /** A line as somebody types it. */
  say(by: string, line: string, given?: Partial<Caller>): Promise<Answer>;
  /** As `say`, for what must be recorded: the number of its run. */
  ask(by: string, line: string, given?: Partial<Caller>): Promise<number>;
  /** The reactions that stand under the newest card now. */
  reactions(run: number, seen: Readonly<Record<string, readonly string[]>>): Promise<void>;
  /** Does all that the queue has, and all that comes of it. */
  work(as?: Partial<WorkerDeps>): Promise<void>;
  /** The sweep, with nothing that waits for its time. */
  sweep(): Promise<void>;
  run(id: number): Promise<Run>;
  entries(id: number): Promise<readonly Entry[]>;
  /** The kinds of a run's log rows, in order. */
  story(id: number): Promise<readonly string[]>;
  /** A fresh beginning: empty store, new world, the people there. */
  anew(): Promise<void>;
}

export async function openBot(): Promise<Bot> {
  const opened = await openBotStore();
  const { store } = opened;
  const clock = createClock();
  const world = createWorld();
  const queue: number[] = [];
  const deps: WorkerDeps = {
    store,
    settings,
    ports,
    definitions: toyDefinitions(world),
    clock: clock.now,
    log: pino({ level: 'silent' }),
    environment: 'prod',
    worker: 'w1',
    version: '1',
    stopping: () => false,
    queue: {
      add(_, run) {
        queue.push(run);
        return Promise.resolve();
      },
    },
  };
  let presses = 0;
  const caller = (by: string, given: Partial<Caller>): Caller => {
    presses += 1;
    return { by, key: `slash:${presses}`, place: { channel: ops }, via: 'slash', ...given };
  };
  const say = (by: string, line: string, given: Partial<Caller> = {}) =>
    answer({ deps, desk: createDesk(deps, commands), lookUp: () => Promise.resolve(undefined) }, line, caller(by, given));
  const run = async (id: number) => {
    const found = await runById(store, id);
    if (!found) throw new Error(`there is no run ${id}`);
    return found;
  };
  const entries = (id: number) => entriesOfRun(store, id);
  return {
    ...opened,
    deps,
    clock,
    world,
    queue,
    say,
    run,
    entries,
    async ask(by, line, given) {
      const said = await say(by, line, given);
      if (said.is !== 'recorded') throw new Error(`not recorded: ${JSON.stringify(said)}`);
      return said.runId;
    },
    async reactions(id, seen) {
      const card = await cardOf(store, id);
      if (!card) throw new Error(`run ${id} has no card`);
      await countReactions(
        deps,
        card,
        Object.entries(seen).map(([name, people]) => ({ name, people })),
        'UBOT',
      );
    },
    async work(as = {}) {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) await lookAt({ ...deps, ...as }, next);
    },
    async sweep() {
      await opened.force('update runs set not_before = null');
      await sweep(deps);
    },
    story: async (id) => (await entries(id)).map(({ kind }) => kind),
    async anew() {
      await opened.empty();
      queue.length = 0;
      world.acts.length = 0;
      world.at.clear();
      Object.assign(world, { rooms: 12, stale: undefined, facts: [], findings: createWorld().findings, cleaned: undefined });
      const member = (id: string, name: string) => ({ id, name, kind: 'member' as const, groups: [ops] });
      await upsertPeople(store, [member(dana, 'dana'), member(alex, 'alex'), member(kim, 'kim'), member('U0LEE', 'lee')]);
      await upsertPeople(store, [{ id: sam, name: 'sam', kind: 'guest', groups: [] }]);
      await begin(deps);
      clock.reset();
    },
  };
}
