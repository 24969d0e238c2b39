import { z } from 'zod';
import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { Desk } from '../services/desk.ts';

/** What a report of a stretch of time takes: how many of them back, and where. */
export function reportOptions(unit: string) {
  return {
    back: z.coerce.number(`is a number of ${unit} from 0 to 24`).int().min(0).max(24).optional(),
    env: z.string().optional(),
  };
}

/** A report is for all: it stands in the channel, with its files in its thread. */
export async function askForReport(
  desk: Desk,
  report: string,
  { env, back }: { readonly env?: string | undefined; readonly back?: number | undefined },
  caller: Caller,
): Promise<Answer> {
  const environment = desk.environment(env, caller);
  if ('is' in environment) return environment;
  return desk.request({ subject: report, input: back === undefined ? {} : { back }, environment: environment.name }, caller);
}
