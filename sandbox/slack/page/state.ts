import type { Channel, Home, Message, Modal, News } from './schemas.ts';
import { remembering } from './remember.ts';

/** What the page knows as one person. Messages are by channel and `ts`, replies among them. */
export interface State {
  readonly channels: readonly Channel[];
  readonly messages: Readonly<Record<string, ReadonlyMap<string, Message>>>;
  /** The last `ts` that this person has looked at, by channel. */
  readonly read: Readonly<Record<string, string>>;
  /** What the application shows as its home; nothing until it was looked at. */
  readonly home?: Home;
  readonly modal?: Modal | null;
  /** How often everything was read anew. */
  readonly loads: number;
}

export type Step =
  | Exclude<News, { readonly is: 'hello' }>
  | {
      readonly is: 'loaded';
      readonly channels: readonly Channel[];
      readonly history: Readonly<Record<string, readonly Message[]>>;
      readonly read: State['read'];
    }
  | { readonly is: 'thread'; readonly channel: string; readonly messages: readonly Message[] }
  | { readonly is: 'read'; readonly channel: string; readonly ts: string }
  /** What came quickly one after the other is one step. */
  | { readonly is: 'news'; readonly of: readonly Exclude<News, { readonly is: 'hello' }>[] };

export const nothing: State = { channels: [], messages: {}, read: {}, loads: 0 };

/** The next state; every way to it is here. */
export function next(state: State, step: Step): State {
  switch (step.is) {
    case 'loaded':
      return {
        channels: step.channels,
        messages: Object.fromEntries(Object.entries(step.history).map(([id, list]) => [id, byTs(list)])),
        read: step.read,
        loads: state.loads + 1,
        ...(state.home && { home: state.home }),
        ...(state.modal && { modal: state.modal }),
      };
    case 'home':
      return { ...state, home: step.view };
    case 'modal':
      return { ...state, modal: step.view };
    case 'thread':
      return withMessages(state, step.channel, step.messages);
    case 'news':
      return afterNews(state, step.of);
    case 'message':
      return withMessages(state, step.channel, [step.message]);
    case 'deleted': {
      const rest = new Map(state.messages[step.channel]);
      rest.delete(step.ts);
      return { ...state, messages: { ...state.messages, [step.channel]: rest } };
    }
    case 'channel':
      return { ...state, channels: [...state.channels.filter(({ id }) => id !== step.channel.id), step.channel] };
    case 'read':
      return { ...state, read: { ...state.read, [step.channel]: step.ts } };
  }
}

function withMessages(state: State, channel: string, messages: readonly Message[]): State {
  const all = new Map(state.messages[channel]);
  messages.forEach((message) => all.set(message.ts, message));
  return { ...state, messages: { ...state.messages, [channel]: all } };
}

/** Neighbours about the same channel are taken in together: the list of its messages is copied once. */
function afterNews(state: State, news: readonly Exclude<News, { readonly is: 'hello' }>[]): State {
  const run: Message[] = [];
  const [first] = news;
  for (const each of news) {
    if (each.is !== 'message' || first?.is !== 'message' || each.channel !== first.channel) break;
    run.push(each.message);
  }
  if (first === undefined) return state;
  if (first.is !== 'message') return afterNews(next(state, first), news.slice(1));
  return afterNews(withMessages(state, first.channel, run), news.slice(run.length));
}

function byTs(messages: readonly Message[]): ReadonlyMap<string, Message> {
  return new Map(messages.map((message) => [message.ts, message]));
}

type Messages = ReadonlyMap<string, Message>;

/** Sorted once for each state of a channel, however often it is drawn. */
const sorted = remembering((messages: Messages): readonly Message[] =>
  [...messages.values()].toSorted((one, other) => (one.ts < other.ts ? -1 : 1)),
);

const topLevelOf = remembering((messages: Messages): readonly Message[] => sorted(messages).filter(isTopLevel));

const none: Messages = new Map();

/** The messages of the channel itself, oldest first. */
export function topLevel(state: State, channel: string): readonly Message[] {
  return topLevelOf(state.messages[channel] ?? none);
}

function isTopLevel({ ts, thread_ts: threadTs, subtype }: Message): boolean {
  return threadTs === undefined || threadTs === ts || subtype === 'thread_broadcast';
}

/** A thread, its parent first. */
export function threadOf(state: State, channel: string, parentTs: string): readonly Message[] {
  return sorted(state.messages[channel] ?? none).filter(({ ts, thread_ts }) => ts === parentTs || thread_ts === parentTs);
}

/** The channels that the person is in, in a steady order: channels by name, then conversations. */
export function ownChannels(state: State): readonly Channel[] {
  return state.channels
    .filter(({ is_im, is_member }) => is_im || is_member)
    .toSorted((one, other) => Number(one.is_im) - Number(other.is_im) || order(one).localeCompare(order(other)));
}

function order({ name, id }: Channel): string {
  return name ?? id;
}

/** What came since the person last looked: messages of others, and how many of those call them. */
export interface Unread {
  readonly messages: number;
  readonly mentions: number;
}

export function unread(state: State, channel: string, me: string): Unread {
  const last = state.read[channel] ?? '';
  const fresh = [...(state.messages[channel]?.values() ?? [])].filter(
    (message) => message.ts > last && message.user !== me && isTopLevel(message),
  );
  return {
    messages: fresh.length,
    mentions: fresh.filter(({ text }) => text.includes(`<@${me}`) || /<!(?:here|channel|everyone)/.test(text)).length,
  };
}
