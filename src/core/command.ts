import type { z } from 'zod';
import type { Answer } from './answer.ts';

/** Who speaks, where, and the key that makes it once. */
export interface Caller {
  readonly by: string;
  readonly key: string;
  readonly place: {
    readonly channel: string;
    readonly thread?: string;
    /** What the thread is about. */
    readonly environment?: string;
  };
  readonly via: 'slash' | 'mention' | 'button' | 'schedule' | 'cli';
  /** Where the typed command may be answered when the channel cannot be posted to. */
  readonly replyUrl?: string;
}

/** One command of the grammar. Help, parsing and the reference page follow from it. */
export interface Command<Options = unknown, Services = unknown> {
  readonly kind: 'command';
  /** The words that name it: `backup create`. */
  readonly id: string;
  readonly usage: string;
  readonly why: string;
  /** Rows of the maintenance guide that it carries by itself, and not by its subject. */
  readonly procedures?: readonly string[];
  /** Options given as plain words, in order; a last one in the form `...name` takes all the rest. */
  readonly words: readonly string[];
  readonly options: z.ZodObject<z.ZodRawShape> & z.ZodType<Options>;
  /** The subject whose policy says who may use it; help leaves out what the reader may not ask. */
  readonly subject?: string;
  /** It votes: what counts is judged, and what does not is recorded, by the rules of its run. */
  readonly isVote?: true;
  /** Without `--env` it tells of every environment, so the speaker must be allowed in each. */
  readonly tellsOfAll?: true;
  answer(services: Services, options: Options, caller: Caller): Promise<Answer>;
}
