import type { Chart } from '../core/chart.ts';
import type { Person } from '../core/gate.ts';

/** A message as Slack takes it. `text` alone makes sense. */
export interface Picture {
  readonly text: string;
  readonly blocks?: readonly object[];
  /** Pictures of numbers, below the blocks. */
  readonly charts?: readonly Chart[];
  /** To be taken along: such a message is its words and these, once and never edited. */
  readonly files?: readonly TextFile[];
  /** Reactions that the bot itself puts under it. */
  readonly reactions?: readonly string[];
}

/** A file of text; it is named after the key of its message. */
export interface TextFile {
  readonly ending: 'md' | 'csv';
  readonly title: string;
  readonly content: string;
}

export interface Place {
  readonly channel: string;
  readonly thread?: string;
}

/** What one person is told, and where. */
export interface Telling {
  readonly place: Place;
  readonly person: string;
  readonly picture: Picture;
  /** The way that is still open where the bot may not whisper. */
  readonly replyUrl?: string;
}

export type Trouble =
  /** Slack does not answer; nothing was done. */
  | { readonly is: 'away' }
  /** No answer to something that may have been done all the same. */
  | { readonly is: 'unsure' }
  | { readonly is: 'wait'; readonly seconds: number }
  /** Slack's own error code. */
  | { readonly is: 'refused'; readonly code: string };

/** Slack said no, or said nothing. */
export class MessengerError extends Error {
  readonly trouble: Trouble;

  constructor(doing: string, trouble: Trouble, cause?: unknown) {
    super(doing, { cause });
    this.name = 'MessengerError';
    this.trouble = trouble;
  }
}

/** Slack, as the projector and the votes need it. Every call throws `MessengerError`; nothing is retried inside. */
export interface Messenger {
  readonly self: string;
  /** `key` travels in the metadata, so that the message can be found again. */
  post(place: Place, picture: Picture, key: string): Promise<{ readonly ts: string; readonly thread?: string }>;
  edit(channel: string, ts: string, picture: Picture): Promise<void>;
  whisper(place: Place, person: string, picture: Picture): Promise<void>;
  /** Our messages with this key, oldest first, looked for since `since`. */
  find(place: Place, key: string, since: Date): Promise<readonly string[]>;
  remove(channel: string, ts: string): Promise<void>;
  react(channel: string, ts: string, name: string): Promise<void>;
  /** Who reacted with what; undefined when the message is gone. */
  reactions(channel: string, ts: string): Promise<readonly { readonly name: string; readonly people: readonly string[] }[] | undefined>;
  /** What somebody is; undefined when Slack knows nobody of this id. */
  person(id: string): Promise<Omit<Person, 'checkedAt' | 'groups'> | undefined>;
  members(channel: string): Promise<readonly string[]>;
  groupMembers(group: string): Promise<readonly string[]>;
  /** Replaces what somebody sees as the home of the bot. */
  publishHome(person: string, blocks: readonly object[]): Promise<void>;
  /** Answers a typed command where the channel cannot be posted to. */
  reply(replyUrl: string, text: string): Promise<void>;
}
