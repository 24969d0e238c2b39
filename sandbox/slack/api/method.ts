import type { z } from 'zod';
import { SlackError } from '../errors.ts';
import type { World } from '../world.ts';
import type { Right } from './scopes.ts';

type TokenKind = 'bot' | 'app' | 'user';

/** Who calls: the bot, the application itself, or a person. */
export interface Caller {
  readonly kind: TokenKind;
  readonly userId: string;
}

export type Reply = Readonly<Record<string, unknown>>;
export type RawArguments = Readonly<Record<string, unknown>>;

/** One method of the Web API. */
export interface Method {
  readonly name: string;
  readonly tokens: readonly TokenKind[];
  /** The scope that a bot token must have; people may do everything that Slack's own client can. */
  readonly scope?: string | undefined;
  /** In the place of a scope, where it depends on the kind of the conversation. */
  readonly right?: Right | undefined;
  call(world: World, caller: Caller, raw: RawArguments): Promise<Reply>;
}

interface Definition<Schema extends z.ZodType> {
  readonly name: string;
  readonly tokens?: readonly TokenKind[];
  readonly scope?: string;
  readonly right?: Right;
  readonly arguments: Schema;
  answer(world: World, caller: Caller, given: z.output<Schema>): Reply | Promise<Reply>;
}

/** Ties a method to its arguments: what does not fit the schema is `invalid_arguments`. */
export function defineMethod<Schema extends z.ZodType>(definition: Definition<Schema>): Method {
  return {
    name: definition.name,
    tokens: definition.tokens ?? ['bot', 'user'],
    scope: definition.scope,
    right: definition.right,
    async call(world, caller, raw) {
      const given = definition.arguments.safeParse(raw);
      if (!given.success) throw invalidArguments(given.error);
      return definition.answer(world, caller, given.data);
    },
  };
}

function invalidArguments(error: z.ZodError): SlackError {
  const messages = error.issues.map(({ path, message, input }) => {
    const what = input === undefined && message.includes('undefined') ? 'missing required field' : message;
    return `[ERROR] ${what} [json-pointer:/${path.join('/')}]`;
  });
  return new SlackError('invalid_arguments', { response_metadata: { messages } });
}
