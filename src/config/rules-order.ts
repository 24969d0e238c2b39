import { z } from 'zod';

/** A rule as far as it can be read. */
export const Rule = z.object({
  task: z.string().optional().catch(undefined),
  environment: z.string().optional().catch(undefined),
  ask: z.array(z.string()).optional().catch(undefined),
  approve: z.array(z.string()).optional().catch(undefined),
  count: z.number().optional().catch(undefined),
  validMinutes: z.number().optional().catch(undefined),
});
export type Rule = z.infer<typeof Rule>;

/** Two rules for the same, of which only one could count, and rules for one environment that loosen the rule for all. */
export function rulesAgainstEachOther(rules: readonly Rule[]): readonly string[] {
  return rules.flatMap((rule, index) => {
    if (rule.task === undefined) return [];
    const first = rules.findIndex(({ task, environment }) => task === rule.task && environment === rule.environment);
    if (first !== index) return [`policies.${index}: ${scopeOf(rule)} has a rule already, policies.${first}; make them one`];
    const general = rules.findIndex(({ task, environment }) => task === rule.task && environment === undefined);
    const all = rules[general];
    return all === undefined || all === rule ? [] : loosened(`policies.${index}`, rule, `policies.${general}`, all);
  });
}

function scopeOf({ task, environment }: Rule): string {
  return `${task ?? ''} ${environment === undefined ? 'in all environments' : `in ${environment}`}`;
}

const onlyTightens = 'a rule for one environment may only tighten the rule for all';

function loosened(path: string, rule: Rule, generalPath: string, general: Rule): readonly string[] {
  const beyond = (field: 'ask' | 'approve') =>
    added(rule[field], general[field]).map(
      (name) => `${path}.${field}: “${name}” is not in ${generalPath}.${field} (${general[field]?.join(', ') ?? ''}); ${onlyTightens}`,
    );
  const { count = general.count, validMinutes = general.validMinutes } = rule;
  return [
    ...beyond('ask'),
    ...beyond('approve'),
    ...(count !== undefined && general.count !== undefined && count < general.count
      ? [`${path}.count: ${count} is fewer than ${generalPath}.count, ${general.count}; ${onlyTightens}`]
      : []),
    ...(validMinutes !== undefined && general.validMinutes !== undefined && validMinutes > general.validMinutes
      ? [`${path}.validMinutes: ${validMinutes} is longer than ${generalPath}.validMinutes, ${general.validMinutes}; ${onlyTightens}`]
      : []),
  ];
}

/** “members” is the widest that can be written: who is named in its place is one of few, and known. */
function added(names: readonly string[] | undefined, allowed: readonly string[] | undefined): readonly string[] {
  if (names === undefined || allowed === undefined || allowed.includes('members')) return [];
  return names.filter((name) => !allowed.includes(name));
}
