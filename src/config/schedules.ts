import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { dayRules } from '../core/day-rule.ts';
import type { Definitions } from '../core/definitions.ts';
import type { Schedule } from '../core/settings.ts';
import { strict } from '../core/strict.ts';

const fiveFields = 'a cron pattern of five fields such as "0 8 * * 1-5"';

const cronPattern = z.string().refine((pattern) => {
  try {
    return pattern.trim().split(/\s+/).length === 5 && CronExpressionParser.parse(pattern) !== undefined;
  } catch {
    return false; // a refusal of the parser is the answer "no"
  }
}, fiveFields);

const ruled = strict({ cron: cronPattern, on: z.enum(dayRules, `one of: ${dayRules.join(', ')}`) });

/** A pattern alone is due on all the days that it names; with `on` the calendar picks among them. */
export const scheduleSchema = z
  .union([cronPattern, ruled, z.literal(false)], `${fiveFields}, or { cron, on: business days }, or false`)
  .describe('cron pattern, or one with a rule of the calendar, or false to switch it off');

export const holiday = z
  .string()
  .refine(
    (day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day),
    'a day of the calendar such as 2026-12-25',
  );

export function isTimezone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC' || name === 'Etc/UTC';
}

const Configured = z.union([z.string(), z.object({ cron: z.string(), on: z.enum(dayRules) }), z.literal(false)]);

/** A schedule runs when the configuration or its definition names a pattern, and not when it says false. */
export function schedulesOf(
  { checklists, scheduledTasks }: Definitions,
  configured: { readonly timezone: string } & Readonly<Record<string, unknown>>,
): readonly Schedule[] {
  const { timezone } = configured;
  return [...checklists.values(), ...scheduledTasks.values()].flatMap(({ id, cron, on }): readonly Schedule[] => {
    const said = Configured.safeParse(configured[id]).data;
    if (said === false) return [];
    if (typeof said === 'string') return [{ id, cron: said, timezone }];
    const { cron: pattern, on: rule } = said ?? { cron, on };
    return pattern === undefined ? [] : [{ id, cron: pattern, timezone, ...(rule && { on: rule }) }];
  });
}
