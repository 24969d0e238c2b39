import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { Desk } from '../services/desk.ts';

/** What every command that looks takes; whatever else it takes is for the check itself. */
export const lookOptions = { env: z.string().optional(), public: z.boolean().optional() };

interface LookOptions {
  readonly env?: string | undefined;
  readonly public?: boolean | undefined;
  readonly [asked: string]: unknown;
}

/** A look back that reaches further would read more than anybody can judge. */
const furthestDays = 31;

/** As `lookAtCheck`, since a time as people type it. */
export async function lookBack(
  desk: Desk,
  check: string,
  { since, ...options }: { readonly since?: string | undefined } & Parameters<typeof lookAtCheck>[2],
  caller: Caller,
): Promise<Answer> {
  if (since === undefined) return lookAtCheck(desk, check, options, caller);
  const from = desk.pastTime(since);
  if (!from)
    return {
      is: 'refused',
      why: '`--since` is a time in the past such as `2h`, `3 days`, `yesterday` or `2026-11-20`.',
      next: `help ${check}`,
    };
  const furthest = desk.pastTime(`${furthestDays + 1} days`);
  if (furthest && from < furthest)
    return { is: 'refused', why: `\`--since\` reaches back ${furthestDays} days at most.`, next: `help ${check}` };
  return lookAtCheck(desk, check, { ...options, since: from.toISOString() }, caller);
}

/** Asks for one check; the answer is for the asker, or for all when they say so. */
export async function lookAtCheck(
  desk: Desk,
  check: string,
  { env, public: open, ...asked }: LookOptions,
  caller: Caller,
): Promise<Answer> {
  const environment = desk.environment(env, caller);
  if ('is' in environment) return environment;
  const input = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  return desk.request({ subject: check, input, environment: environment.name, audience: open === true ? 'channel' : 'asker' }, caller);
}
