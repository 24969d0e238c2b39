import { z } from 'zod';
import { StoredFile } from '../files/file.ts';
import { Channel, Message } from './message.ts';

const View = z.record(z.string(), z.unknown());

/** Everything that can happen to the state; the journal is a list of these. */
export const Change = z.discriminatedUnion('is', [
  z.object({ is: z.literal('channel'), channel: Channel }),
  z.object({ is: z.literal('posted'), message: Message }),
  z.object({ is: z.literal('changed'), message: Message }),
  z.object({ is: z.literal('deleted'), channel: z.string(), ts: z.string() }),
  z.object({ is: z.literal('group'), id: z.string(), users: z.array(z.string()).readonly() }),
  z.object({ is: z.literal('person'), id: z.string(), deactivated: z.boolean() }),
  z.object({ is: z.literal('file'), file: StoredFile }),
  z.object({ is: z.literal('home'), user: z.string(), view: View }),
]);
export type Change = z.infer<typeof Change>;

/** The state itself, as maps that only `applyChange` writes. Messages are in the order of their `ts`. */
export interface State {
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, Map<string, Message>>;
  readonly replies: Map<string, Set<string>>;
  /** Members of the user groups that were changed. */
  readonly groups: Map<string, readonly string[]>;
  /** People of whom somebody said that they are deactivated, or are not any more. */
  readonly deactivated: Map<string, boolean>;
  readonly files: Map<string, StoredFile>;
  readonly homes: Map<string, Readonly<Record<string, unknown>>>;
}

export function emptyState(): State {
  return {
    channels: new Map(),
    messages: new Map(),
    replies: new Map(),
    groups: new Map(),
    deactivated: new Map(),
    files: new Map(),
    homes: new Map(),
  };
}

export function threadKey(channel: string, threadTs: string): string {
  return `${channel} ${threadTs}`;
}

/** Brings one change into the state. A change that finds its message gone does nothing, so a journal may be read again. */
export function applyChange(state: State, change: Change): void {
  switch (change.is) {
    case 'channel':
      state.channels.set(change.channel.id, change.channel);
      return;
    case 'posted':
      return insert(state, change.message);
    case 'changed':
      if (state.messages.get(change.message.channel)?.has(change.message.ts)) insert(state, change.message);
      return;
    case 'deleted':
      return remove(state, change.channel, change.ts);
    case 'group':
      state.groups.set(change.id, change.users);
      return;
    case 'person':
      state.deactivated.set(change.id, change.deactivated);
      return;
    case 'file':
      state.files.set(change.file.id, change.file);
      return;
    case 'home':
      state.homes.set(change.user, change.view);
  }
}

/** The shortest list of changes that leads to this state. */
export function changesTo(state: State): readonly Change[] {
  return [
    ...[...state.channels.values()].map((channel): Change => ({ is: 'channel', channel })),
    ...[...state.messages.values()].flatMap((inChannel) => [...inChannel.values()].map((message): Change => ({ is: 'posted', message }))),
    ...[...state.groups].map(([id, users]): Change => ({ is: 'group', id, users })),
    ...[...state.deactivated].map(([id, deactivated]): Change => ({ is: 'person', id, deactivated })),
    ...[...state.files.values()].map((file): Change => ({ is: 'file', file })),
    ...[...state.homes].map(([user, view]): Change => ({ is: 'home', user, view })),
  ];
}

function insert(state: State, message: Message): void {
  const inChannel = state.messages.get(message.channel) ?? new Map<string, Message>();
  state.messages.set(message.channel, inChannel.set(message.ts, message));
  if (message.thread_ts === undefined) return;
  const key = threadKey(message.channel, message.thread_ts);
  state.replies.set(key, (state.replies.get(key) ?? new Set<string>()).add(message.ts));
}

function remove(state: State, channel: string, ts: string): void {
  const threadTs = state.messages.get(channel)?.get(ts)?.thread_ts;
  state.messages.get(channel)?.delete(ts);
  if (threadTs !== undefined) state.replies.get(threadKey(channel, threadTs))?.delete(ts);
}
