import { CronExpressionParser } from 'cron-parser';
import { z } from 'zod';
import { taskOffers } from '../core/checklist.ts';
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

const Rule = strict({
  cron: cronPattern.optional().describe('its own pattern unless told'),
  on: z
    .enum(dayRules, `one of: ${dayRules.join(', ')}`)
    .optional()
    .describe('all days of a pattern that is told here; without one, as the checklist has it'),
  runs: z.array(z.string()).min(1).optional().describe('tasks that the checklist offers, which its schedule asks for by itself'),
});

/** A pattern alone is due on all the days that it names; with `on` the calendar picks among them. With `runs` it asks for tasks too. */
export const scheduleSchema = z
  .union([cronPattern, Rule, z.literal(false)], `${fiveFields}, or { cron, on: business days, runs: [a task that it offers] }, or false`)
  .describe('cron pattern, or one with a rule of the calendar and tasks that it asks for, or false to switch it off');

export const holiday = z
  .string()
  .refine(
    (day) => /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day),
    'a day of the calendar such as 2026-12-25',
  );

export function isTimezone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC' || name === 'Etc/UTC';
}

const Configured = z.union([z.string(), Rule, z.literal(false)]);

/** A schedule runs when the configuration or its definition names a pattern, and not when it says false. */
export function schedulesOf(
  { checklists, scheduledTasks }: Definitions,
  configured: { readonly timezone: string } & Readonly<Record<string, unknown>>,
): readonly Schedule[] {
  const { timezone } = configured;
  return [...checklists.values(), ...scheduledTasks.values()].flatMap(({ id, cron, on }): readonly Schedule[] => {
    const said = Configured.safeParse(configured[id]).data;
    if (said === false) return [];
    const given: z.output<typeof Rule> = typeof said === 'string' ? { cron: said } : (said ?? {});
    const { runs } = given;
    // The days belong to the pattern: who names another one has named its days with it.
    const { cron: pattern, on: rule } = given.cron === undefined ? { cron, on: given.on ?? on } : given;
    return pattern === undefined ? [] : [{ id, cron: pattern, timezone, ...(rule && { on: rule }), ...(runs && { runs }) }];
  });
}

/** What is checked of a rule even where another part of it is wrong, so that all mistakes are told at once. */
const Lenient = z.object({ cron: z.string().optional().catch(undefined), runs: z.array(z.string()).catch([]).default([]) });

/** Tasks that the list does not offer, and lists that come only with a pattern and have none. */
export function strangeSchedules(
  schedules: Readonly<Record<string, unknown>>,
  { checklists, scheduledTasks }: Definitions,
): readonly string[] {
  return [...checklists.values(), ...scheduledTasks.values()].flatMap((one) => {
    const said = Lenient.safeParse(schedules[one.id]).data;
    if (!said) return [];
    const offered = one.kind === 'checklist' ? taskOffers(one).map(({ asks }) => asks.task) : [];
    const cron =
      (said.cron ?? one.cron) === undefined ? [`schedules.${one.id}.cron: it has no pattern of its own, so one must be told`] : [];
    const strange = said.runs.filter((task) => !offered.includes(task));
    const what = offered.length === 0 ? 'it offers no task' : `it offers: ${offered.join(', ')}`;
    return [...cron, ...strange.map((task) => `schedules.${one.id}.runs: “${task}” is no task that ${one.id} offers (${what})`)];
  });
}
