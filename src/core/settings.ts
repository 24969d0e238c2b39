import type { DayRule } from './day-rule.ts';
import { digestOf } from './digest.ts';
import type { Policy, Principal } from './gate.ts';
import type { Risk } from './task.ts';

/** A rule of the configuration: it names a subject and may leave out what the default says. */
export interface Rule {
  readonly task: string;
  readonly environment?: string;
  readonly ask?: readonly Principal[];
  readonly approve?: readonly Principal[];
  readonly count?: number;
  readonly validMinutes?: number;
}

export interface Schedule {
  readonly id: string;
  readonly cron: string;
  readonly timezone: string;
  /** Of the instants that the pattern names, only those on such days. */
  readonly on?: DayRule;
  /** Ids of the tasks that its checklist offers and that are asked for together with it. */
  readonly runs?: readonly string[];
}

/** What services need to know of the configuration; the same in every process. */
export interface Settings {
  readonly environments: readonly { readonly name: string; readonly channel: string; readonly incidents?: string }[];
  readonly rules: readonly Rule[];
  readonly schedules: readonly Schedule[];
  /** Where days begin, for schedules and for what people type. */
  readonly timezone: string;
  /** Days on which nobody works, as `2026-12-25`. */
  readonly holidays?: readonly string[];
  /** Limits of checks by id, as configured. */
  readonly limits: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * The policy of a subject: its risk decides, a rule may only tighten. What the rule for one environment
 * leaves out is as in the rule for all of them.
 * A destructive subject without approvers in a rule can be approved by nobody: fail closed.
 */
export function policyFor(settings: Pick<Settings, 'rules' | 'environments'>, subject: string, environment: string, risk: Risk): Policy {
  const ruleOf = (where: string | undefined) => settings.rules.find((one) => one.task === subject && one.environment === where);
  const rule: Partial<Rule> = { ...ruleOf(undefined), ...ruleOf(environment) };
  const needsVotes = risk === 'destructive' || rule.approve !== undefined;
  return {
    subject,
    environment,
    channel: settings.environments.find(({ name }) => name === environment)?.channel ?? '',
    risk,
    ask: rule.ask ?? ['members'],
    approvals: needsVotes ? [{ from: rule.approve ?? [], count: Math.max(1, rule.count ?? 1) }] : [],
    validMinutes: rule.validMinutes ?? 60,
  };
}

/** Processes whose policies differ must not decide about the same run. */
export function policiesHash({ rules, environments }: Pick<Settings, 'rules' | 'environments'>): string {
  return digestOf({ rules, environments }).slice(0, 16);
}
