import type { StoredFile } from '../files/file.ts';
import { applyChange, changesTo, emptyState, threadKey, type Change } from './change.ts';
import { openJournal, readJournal } from './journal.ts';
import type { Channel, Message } from './message.ts';
import { microsOf, timestampAfter } from './timestamps.ts';

/** What the workspace remembers. Reading is free of effects; `record` is the only way to change it. */
export interface Store {
  channel(id: string): Channel | undefined;
  channels(): readonly Channel[];
  /** All messages of a channel, oldest first, replies and ephemeral ones among them. */
  messages(channel: string): readonly Message[];
  message(channel: string, ts: string): Message | undefined;
  replies(channel: string, threadTs: string): readonly Message[];
  /** Members of a user group, once somebody changed them. */
  group(id: string): readonly string[] | undefined;
  /** Whether somebody was deactivated or taken back; undefined where nobody said so. */
  isDeactivated(user: string): boolean | undefined;
  file(id: string): StoredFile | undefined;
  files(): readonly StoredFile[];
  home(user: string): Readonly<Record<string, unknown>> | undefined;
  /** A `ts` that no message has had; later ones are always greater. */
  timestamp(): string;
  record(change: Change): void;
  watch(listener: (change: Change) => void): () => void;
  close(): void;
}

/** Opens the state that is kept in the folder; without a folder it begins empty and ends with the process. */
export function openStore(folder: string | undefined, now: () => Date): Store {
  const state = emptyState();
  if (folder !== undefined) readJournal(folder).forEach((change) => applyChange(state, change));
  const journal = folder === undefined ? undefined : openJournal(folder, changesTo(state));
  const listeners = new Set<(change: Change) => void>();
  let lastMicros = Math.max(0, ...[...state.messages.values()].map(newestMicros));

  const message = (channel: string, ts: string): Message | undefined => state.messages.get(channel)?.get(ts);
  return {
    channel: (id) => state.channels.get(id),
    channels: () => [...state.channels.values()],
    messages: (channel) => [...(state.messages.get(channel)?.values() ?? [])],
    message,
    replies: (channel, threadTs) =>
      [...(state.replies.get(threadKey(channel, threadTs)) ?? [])].flatMap((ts) => message(channel, ts) ?? []),
    group: (id) => state.groups.get(id),
    isDeactivated: (user) => state.deactivated.get(user),
    file: (id) => state.files.get(id),
    files: () => [...state.files.values()],
    home: (user) => state.homes.get(user),
    timestamp() {
      const next = timestampAfter(lastMicros, now());
      lastMicros = next.micros;
      return next.ts;
    },
    record(change) {
      journal?.append(change);
      applyChange(state, change);
      listeners.forEach((listener) => listener(change));
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => journal?.close(),
  };
}

function newestMicros(messages: ReadonlyMap<string, Message>): number {
  return [...messages.keys()].reduce((newest, ts) => Math.max(newest, microsOf(ts) ?? 0), 0);
}
