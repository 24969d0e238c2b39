import { MessengerError } from '../../src/ports/messenger.ts';
import type { Messenger, Picture, Place, Trouble } from '../../src/ports/messenger.ts';
import type { Person } from '../../src/core/gate.ts';

/** A message that stands in the fake Slack. */
export interface Post {
  readonly channel: string;
  readonly ts: string;
  readonly thread: string | undefined;
  readonly key: string;
  picture: Picture;
  readonly reactions: Map<string, Set<string>>;
  edits: number;
}

type Call = Exclude<keyof Messenger, 'self'>;

/** Slack in memory. It keeps what was shown, and can be made to fail. */
export interface FakeSlack {
  readonly messenger: Messenger;
  readonly posts: Post[];
  readonly whispers: { readonly place: Place; readonly person: string; readonly text: string }[];
  /** What each person sees as the home, by their id. */
  readonly homes: Map<string, readonly object[]>;
  readonly replies: { readonly url: string; readonly text: string }[];
  /** All calls, in order. */
  readonly calls: Call[];
  /** The next call of this name fails; `done` says that its effect is there all the same. */
  fail(call: Call, trouble: Trouble, effect?: 'done'): void;
  /** From now on every call of this name about this person, channel, group or message fails. */
  failFor(call: Call, about: string, trouble: Trouble): void;
  remove(ts: string): void;
}

export interface FakePeople {
  readonly bot: string;
  /** Channels with their members; the bot may post only where it is one. */
  readonly channels: Readonly<Record<string, readonly string[]>>;
  readonly people: readonly Omit<Person, 'checkedAt'>[];
  readonly groups: Readonly<Record<string, readonly string[]>>;
}

export function createFakeSlack({ bot, channels, people, groups }: FakePeople): FakeSlack {
  const posts: Post[] = [];
  const whispers: FakeSlack['whispers'] = [];
  const replies: FakeSlack['replies'] = [];
  const homes: FakeSlack['homes'] = new Map();
  const calls: Call[] = [];
  const lasting = new Map<string, Trouble>();
  const failures: { readonly call: Call; readonly trouble: Trouble; readonly done: boolean }[] = [];
  let micros = Date.now() * 1000;

  /** Every call goes through here: it is counted, and fails if it was told to. */
  const call = async <Result>(name: Call, work: () => Result, about = ''): Promise<Result> => {
    calls.push(name);
    await Promise.resolve();
    const trouble = lasting.get(`${name} ${about}`);
    if (trouble) throw new MessengerError(name, trouble);
    const index = failures.findIndex((failure) => failure.call === name);
    const [failure] = index < 0 ? [] : failures.splice(index, 1);
    if (!failure) return work();
    if (failure.done) work();
    throw new MessengerError(name, failure.trouble);
  };
  const refuse = (name: Call, code: string): never => {
    throw new MessengerError(`${name} (${code})`, { is: 'refused', code });
  };
  const at = (channel: string, ts: string) => posts.find((post) => post.channel === channel && post.ts === ts);
  const enter = (name: Call, channel: string) => {
    if (channels[channel] === undefined) refuse(name, 'channel_not_found');
    if (!channels[channel]?.includes(bot)) refuse(name, 'not_in_channel');
  };
  const remove = (ts: string) => {
    const index = posts.findIndex((post) => post.ts === ts);
    if (index >= 0) posts.splice(index, 1);
  };

  const messenger: Messenger = {
    self: bot,
    post: ({ channel, thread }, picture, key) =>
      call('post', () => {
        enter('post', channel);
        micros += 1;
        const ts = `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`;
        const parent = thread === undefined ? undefined : at(channel, thread);
        posts.push({ channel, ts, thread: parent?.ts, key, picture, reactions: new Map(), edits: 0 });
        return { ts, ...(parent ? { thread: parent.ts } : {}) };
      }),
    edit: (channel, ts, picture) =>
      call('edit', () => {
        const post = at(channel, ts) ?? refuse('edit', 'message_not_found');
        post.picture = picture;
        post.edits += 1;
      }),
    whisper: (place, person, { text }) =>
      call('whisper', () => {
        enter('whisper', place.channel);
        if (!channels[place.channel]?.includes(person)) refuse('whisper', 'user_not_in_channel');
        whispers.push({ place, person, text });
      }),
    find: ({ channel, thread }, key, since) =>
      call('find', () =>
        posts
          .filter((post) => post.channel === channel && post.thread === thread && post.key === key)
          .filter(({ ts }) => Number(ts) * 1000 > since.getTime())
          .map(({ ts }) => ts),
      ),
    remove: (_, ts) => call('remove', () => remove(ts)),
    react: (channel, ts, name) =>
      call('react', () => {
        const post = at(channel, ts) ?? refuse('react', 'message_not_found');
        post.reactions.set(name, (post.reactions.get(name) ?? new Set<string>()).add(bot));
      }),
    reactions: (channel, ts) =>
      call(
        'reactions',
        () => {
          const post = at(channel, ts);
          return post && [...post.reactions].filter(([, who]) => who.size > 0).map(([name, who]) => ({ name, people: [...who] }));
        },
        ts,
      ),
    person: (id) =>
      call(
        'person',
        () => {
          const found = people.find((one) => one.id === id);
          return found && { id, name: found.name, kind: found.kind };
        },
        id,
      ),
    members: (channel) => call('members', () => channels[channel] ?? refuse('members', 'channel_not_found'), channel),
    groupMembers: (group) => call('groupMembers', () => groups[group] ?? refuse('groupMembers', 'no_such_subteam'), group),
    publishHome: (person, blocks) => call('publishHome', () => void homes.set(person, blocks)),
    reply: (url, text) =>
      call('reply', () => {
        if (!people.some(({ id }) => url === `reply:${id}`)) refuse('reply', 'http_404');
        replies.push({ url, text });
      }),
  };
  return {
    messenger,
    posts,
    whispers,
    replies,
    homes,
    calls,
    remove,
    failFor: (name, about, trouble) => void lasting.set(`${name} ${about}`, trouble),
    fail: (name, trouble, effect) => failures.push({ call: name, trouble, done: effect === 'done' }),
  };
}
