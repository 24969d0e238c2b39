/** One thing that is wrong with a block, and the JSON pointer to it. */
export interface Problem {
  readonly message: string;
  readonly at: string;
}

export type Fields = Readonly<Record<string, unknown>>;

/** How a value is checked at its place. */
export type Rule = (value: unknown, at: string) => readonly Problem[];

export function problem(at: string, message: string): readonly Problem[] {
  return [{ message, at }];
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Slack counts characters as people do, not UTF-16 units. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** The rule for a value that may be left out. */
export function optional(rule: Rule): Rule {
  return (value, at) => (value === undefined ? [] : rule(value, at));
}

export function string(maximum: number, minimum = 0): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return problem(at, value === undefined ? 'missing required field' : 'must be a string');
    if (lengthOf(value) > maximum) return problem(at, `must be less than ${maximum + 1} characters`);
    return lengthOf(value) < minimum ? problem(at, `must be more than ${minimum - 1} characters`) : [];
  };
}

export function oneOf(...allowed: readonly string[]): Rule {
  return (value, at) => (typeof value === 'string' && allowed.includes(value) ? [] : problem(at, `must be one of: ${allowed.join(', ')}`));
}

export function list(item: Rule, maximum: number, minimum = 1): Rule {
  return (value, at) => {
    if (!Array.isArray(value)) return problem(at, value === undefined ? 'missing required field' : 'must be an array');
    if (value.length > maximum) return problem(at, `no more than ${maximum} items allowed`);
    if (value.length < minimum) return problem(at, `no less than ${minimum} items allowed`);
    return value.flatMap((entry: unknown, index) => item(entry, `${at}/${index}`));
  };
}

/** An object whose named fields obey their rules; other fields are left alone. */
export function fields(rules: Readonly<Record<string, Rule>>): Rule {
  return (value, at) => {
    if (!isFields(value)) return problem(at, value === undefined ? 'missing required field' : 'must be an object');
    return Object.entries(rules).flatMap(([name, rule]) => rule(value[name], `${at}/${name}`));
  };
}

/** An object whose `type` decides which rule it obeys. */
export function byType(rules: Readonly<Record<string, Rule>>, what: string): Rule {
  return (value, at) => {
    if (!isFields(value)) return problem(at, value === undefined ? 'missing required field' : 'must be an object');
    const rule = typeof value['type'] === 'string' && Object.hasOwn(rules, value['type']) ? rules[value['type']] : undefined;
    return rule ? rule(value, at) : problem(`${at}/type`, `unsupported type of ${what}: ${String(value['type'])}`);
  };
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, at) => rules.flatMap((rule) => rule(value, at));
}
