import { parse } from 'yaml';
import { z } from 'zod';
import type { Definitions } from './core/definitions.ts';
import type { Principal } from './core/gate.ts';
import { OwnStep } from './core/own.ts';
import type { Own } from './core/own.ts';
import type { Rule, Settings } from './core/settings.ts';
import { disagreements } from './config/disagreements.ts';
import { checksSchema, ownChecksIn } from './config/own.ts';
import { environmentSchema } from './config/environment.ts';
import type { EnvironmentConfig } from './config/environment.ts';
import { holiday, isTimezone, scheduleSchema, schedulesOf } from './config/schedules.ts';
import { strict } from './core/strict.ts';

/** The configuration of one bot: what services need, and how each environment is reached. */
export interface Config {
  readonly settings: Settings;
  readonly environments: Readonly<Record<string, EnvironmentConfig>>;
  readonly own: Own;
}

/** All mistakes of a configuration at once, each with the path of its key and what is allowed. */
export class ConfigError extends Error {
  constructor(file: string, problems: readonly string[]) {
    super(
      `${file} has ${problems.length === 1 ? 'a mistake' : `${problems.length} mistakes`}:\n${problems.map((problem) => `  • ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}

const slackUser = z.string().regex(/^[UW][A-Z0-9]{2,}$/, 'a Slack user id such as U012ABCDEF');
const slackGroup = strict({ group: z.string().regex(/^S[A-Z0-9]{2,}$/, 'a Slack user group id such as S012ABCDEF') });

/** The schema of `bigshot.yml`, built from the registries: every check has its limits under `checks.<id>`. */
export function configSchema(definitions: Definitions) {
  const limits = Object.fromEntries(
    [...definitions.checks.values()].map(({ id, limits: schema }) => [id, strict(schema.shape).partial().optional()]),
  );
  const tasks = [...definitions.tasks.keys()];
  const scheduled = [...definitions.checklists.values(), ...definitions.scheduledTasks.values()].map(({ id }) => id);
  const crons = Object.fromEntries(scheduled.map((id) => [id, scheduleSchema.optional()]));
  return strict({
    slack: strict({
      channels: z.record(z.string(), z.string().regex(/^[CG][A-Z0-9]{2,}$/, 'a Slack channel id such as C012ABCDEF')),
    }),
    people: z
      .record(z.string(), z.union([slackUser, slackGroup], 'a Slack user id such as U012ABCDEF, or { group: S012ABCDEF }'))
      .default({})
      .describe('names used in policies'),
    environments: z
      .record(z.string().regex(/^[a-z][a-z0-9-]{0,30}$/, 'lower-case letters, digits and dashes'), environmentSchema)
      .refine((all) => Object.keys(all).length > 0, 'at least one environment'),
    policies: z
      .array(policySchema(tasks))
      .default([])
      .describe(
        'who may ask and who approves; only tightens what the risk of a task demands, and for one environment what the rule for all says',
      ),
    schedules: strict({
      timezone: z.string().refine(isTimezone, 'a time zone such as Europe/Berlin').default('UTC'),
      holidays: z.array(holiday).default([]).describe('days on which nobody works, as 2026-12-25'),
      ...crons,
    }).prefault({}),
    checks: checksSchema(limits).prefault({}).describe('limits of the checks by their ids, and checks of your own, which have a kind'),
    steps: z.array(OwnStep).default([]).describe('steps by hand that you add to a checklist'),
  });
}

function policySchema(tasks: readonly string[]) {
  return strict({
    task: z.enum(tasks).describe('id of the task'),
    environment: z.string().optional().describe('all environments unless named'),
    ask: z.array(z.string()).min(1).optional().describe('who may ask; every full member of the environment’s channel unless named'),
    approve: z.array(z.string()).min(1).optional().describe('who may approve, by names of `people`'),
    count: z.int().min(1).max(10).optional().describe('how many different people'),
    validMinutes: z.int().min(1).max(1440).optional().describe('how long a plan is open for votes'),
  });
}

/** Reads the text of a `bigshot.yml`. Throws `ConfigError` with all problems. */
export function readConfig(file: string, text: string, definitions: Definitions): Config {
  const raw = yamlOf(file, text);
  const parsed = configSchema(definitions).safeParse(raw);
  const problems = [...(parsed.error?.issues.map(problemOf) ?? []), ...disagreements(raw, definitions)];
  if (!parsed.success || problems.length > 0) throw new ConfigError(file, problems);
  const { slack, people, environments, policies, schedules, checks, steps } = parsed.data;
  const principals = (names: readonly string[] | undefined): readonly Principal[] | undefined =>
    names?.flatMap((name): readonly Principal[] => {
      const found = people[name];
      if (name === 'members') return ['members'];
      return found === undefined ? [] : [typeof found === 'string' ? { user: found } : found];
    });
  const settings: Settings = {
    environments: Object.entries(environments).map(([name, { channel, incidents }]) => {
      const of = (named: string | undefined) => (named === undefined ? undefined : slack.channels[named]);
      return dropUndefined({ name, channel: of(channel) ?? '', incidents: of(incidents) });
    }),
    rules: policies.map((rule) => dropUndefined<Rule>({ ...rule, ask: principals(rule.ask), approve: principals(rule.approve) })),
    schedules: schedulesOf(definitions, schedules),
    timezone: schedules.timezone,
    holidays: schedules.holidays,
    limits: Object.fromEntries(
      Object.entries(checks).flatMap(([id, limits]) => (limits === undefined || !definitions.checks.has(id) ? [] : [[id, limits]])),
    ),
  };
  return { settings, environments, own: { checks: ownChecksIn(checks), steps } };
}

function yamlOf(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    throw new ConfigError(file, [error instanceof Error ? error.message : String(error)]);
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  const path = issue.path.join('.') || 'the file';
  return `${path}: ${issue.code === 'invalid_key' ? issue.issues.map(({ message }) => message).join(', ') : issue.message}`;
}

function dropUndefined<Value extends object>(value: { readonly [Key in keyof Value]: Value[Key] | undefined }): Value {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is left has the keys and values of Value
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value;
}
