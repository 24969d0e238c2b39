import type { Channel, Message, News } from './schemas.ts';

/** What the page knows as one person. Messages are by channel and `ts`, replies among them. */
export interface State {
  readonly channels: readonly Channel[];
  readonly messages: Readonly<Record<string, ReadonlyMap<string, Message>>>;
  /** The last `ts` that this person has looked at, by channel. */
  readonly read: Readonly<Record<string, string>>;
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
  | { readonly is: 'read'; readonly channel: string; readonly ts: string };

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
      };
    case 'thread':
      return step.messages.reduce((current, message) => withMessage(current, step.channel, message), state);
    case 'message':
      return withMessage(state, step.channel, step.message);
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

function withMessage(state: State, channel: string, message: Message): State {
  return { ...state, messages: { ...state.messages, [channel]: new Map(state.messages[channel]).set(message.ts, message) } };
}

function byTs(messages: readonly Message[]): ReadonlyMap<string, Message> {
  return new Map(messages.map((message) => [message.ts, message]));
}

function sorted(messages: ReadonlyMap<string, Message> | undefined): readonly Message[] {
  return [...(messages?.values() ?? [])].toSorted((one, other) => (one.ts < other.ts ? -1 : 1));
}

/** The messages of the channel itself, oldest first. */
export function topLevel(state: State, channel: string): readonly Message[] {
  return sorted(state.messages[channel]).filter(isTopLevel);
}

function isTopLevel({ ts, thread_ts: threadTs, subtype }: Message): boolean {
  return threadTs === undefined || threadTs === ts || subtype === 'thread_broadcast';
}

/** A thread, its parent first. */
export function threadOf(state: State, channel: string, parentTs: string): readonly Message[] {
  return sorted(state.messages[channel]).filter(({ ts, thread_ts }) => ts === parentTs || thread_ts === parentTs);
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
