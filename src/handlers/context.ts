import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { Filled } from '../core/step-form.ts';
import type { Messenger, Telling } from '../ports/messenger.ts';

/** What listeners may call: one service each. */
export interface HandlerContext {
  readonly answer: (line: string, caller: Caller) => Promise<Answer>;
  /** The same for a form: nothing in its fields is read as a line. */
  readonly fill: (filled: Filled, caller: Caller) => Promise<Answer>;
  /** A reaction changed somewhere: a hint to look, nothing more. */
  readonly reacted: (channel: string, ts: string) => Promise<void>;
  /** Somebody came into this channel or user group, or left it. */
  readonly circleChanged: (circle: string) => Promise<void>;
  /** Slack says who somebody is by now. */
  readonly userChanged: (user: unknown) => Promise<void>;
  /** The bot itself may speak in this channel from now on. */
  readonly invited: (channel: string) => Promise<unknown>;
  /** Draws somebody's home anew, with what was just said at its top. */
  readonly home: (person: string, notice?: string) => Promise<void>;
  /** Tells one person something, patiently. */
  readonly tell: (telling: Telling) => Promise<void>;
  readonly messenger: Messenger;
}
