import { createPace } from '../../src/services/pace.ts';
import { project } from '../../src/services/project.ts';
import type { ProjectorDeps } from '../../src/services/project.ts';
import type { Views } from '../../src/services/picture.ts';
import { append } from '../../src/store/log.ts';
import { wantMessage } from '../../src/store/messages.ts';
import type { Message, NewMessage } from '../../src/store/messages.ts';
import { move } from '../../src/store/runs.ts';
import { openBot } from './bot.ts';
import { dana, ops } from './build.ts';
import { createFakeSlack } from './messenger.ts';
import type { FakeSlack } from './messenger.ts';

const views: Views = {
  run: {
    card: ({ run }) => ({ text: `card ${run.held ?? ''}`, reactions: ['white_check_mark', 'x'] }),
    late: ({ run }) => (run.held === null ? undefined : { text: `late ${run.held}` }),
    bad: () => {
      throw new Error('cannot be drawn');
    },
  },
  incident: {},
  log: { line: ({ entry }) => ({ text: `line ${String(entry.body['text'])}` }) },
};

/** A projector over a real store and a Slack in memory, with one run whose `held` its cards show. */
export interface Projection {
  readonly slack: FakeSlack;
  readonly deps: ProjectorDeps;
  /** Messages of which the projector said that votes may stand under them. */
  readonly posted: readonly Message[];
  want(given?: Partial<NewMessage>): Promise<void>;
  /** A reply in the thread of the first message. */
  line(text: string): Promise<void>;
  /** A row of the run's log that no view shows. */
  note(): Promise<void>;
  change(held: string): Promise<void>;
  round(as?: Partial<ProjectorDeps>): Promise<number | undefined>;
  /** A round some seconds later, in which nothing waits for its time any more. */
  later(seconds?: number): Promise<number | undefined>;
  texts(): readonly string[];
  rows(): Promise<readonly Record<string, unknown>[]>;
  /** The process dies right after Slack took the post: the next life finds only the mark of doubt. */
  crashAfterPost(): Promise<void>;
  anew(): Promise<void>;
  close(): Promise<void>;
}

export async function openProjection(): Promise<Projection> {
  const bot = await openBot();
  const { store } = bot.deps;
  let run = 0;
  let slack = newSlack();
  const posted: Message[] = [];
  const depsNow = (): ProjectorDeps => ({
    ...bot.deps,
    messenger: slack.messenger,
    views,
    pace: createPace(bot.deps.clock, { most: 1000 }),
    onPosted: (message) => posted.push(message),
  });
  const want = async (given: Partial<NewMessage> = {}) => {
    await wantMessage(store, { key: 'card', subject: 'run', subjectId: run, view: 'card', channel: ops, ...given });
  };
  return {
    get slack() {
      return slack;
    },
    get deps() {
      return depsNow();
    },
    posted,
    want,
    async line(text) {
      const seq = await store.transaction((tx) => append(tx, { kind: 'note', body: { text } }));
      await want({ key: `line-${text}`, subject: 'log', subjectId: seq ?? 0, view: 'line', parentId: 1 });
    },
    async note() {
      await store.transaction((tx) => append(tx, { kind: 'note', run }));
    },
    async change(held) {
      await move(store, run, ['requested'], { held });
    },
    round: (as = {}) => project({ ...depsNow(), ...as }),
    async later(seconds = 0) {
      bot.clock.forward(seconds * 1000);
      await bot.force('update messages set retry_at = null');
      return project(depsNow());
    },
    texts: () => slack.posts.map(({ picture }) => picture.text),
    rows: () =>
      bot.force(
        'select ts, shown = wanted as done, problem, posting_since, extract(epoch from retry_at - now())::float8 as waits from messages order by id',
      ),
    async crashAfterPost() {
      await bot.force('update messages set ts = null, shown = 0, shown_hash = null, posting_since = now()');
    },
    async anew() {
      await bot.anew();
      slack = newSlack();
      posted.length = 0;
      run = await bot.ask(dana, 'run rebuild');
    },
    close: () => bot.close(),
  };
}

function newSlack(): FakeSlack {
  return createFakeSlack({
    bot: 'UBOT',
    channels: { [ops]: ['UBOT', dana], C2: [dana] },
    people: [{ id: dana, name: 'dana', kind: 'member', groups: [] }],
    groups: {},
  });
}
