import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { Desk } from '../services/desk.ts';

/** What every command that asks for one check takes besides. */
export const lookOptions = { env: z.string().optional(), public: z.boolean().optional() };

/** Asks for one check; the answer is for the asker, or for all when they say so. */
export async function lookAtCheck(
  desk: Desk,
  check: string,
  { env, public: open, ...asked }: { readonly env?: string | undefined; readonly public?: boolean | undefined },
  caller: Caller,
): Promise<Answer> {
  const environment = desk.environment(env, caller);
  if ('is' in environment) return environment;
  const input = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return desk.request({ subject: check, input, environment: environment.name, audience: open === true ? 'channel' : 'asker' }, caller);
}
