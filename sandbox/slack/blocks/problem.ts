import type { Range } from './limits.ts';

/** What kind of mistake it is. Slack documents only `failed_constraint`; the others are named after its messages. */
type Code = 'failed_constraint' | 'invalid_type' | 'missing_field' | 'additional_property';

/** What would have been right. */
export interface Constraint {
  readonly type: string;
  readonly expected?: number | string | readonly string[];
  readonly got?: string;
}

/** One thing that is wrong, as `blocks.validate` tells it; the pointer names the place in the JSON. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly pointer: string;
  readonly constraint: Constraint;
}

export type Problems = readonly Problem[];
export type Fields = Readonly<Record<string, unknown>>;

/** How a value is checked at its place. */
export type Rule = (value: unknown, at: string) => Problems;
export type Rules = Readonly<Record<string, Rule>>;

export const fine: Problems = [];

export function failed(pointer: string, message: string, constraint: Constraint): Problems {
  return [{ code: 'failed_constraint', message, pointer, constraint }];
}

function wrongType(pointer: string, expected: 'string' | 'boolean' | 'integer' | 'object' | 'array'): Problems {
  const article = /^[aeiou]/.test(expected) ? 'an' : 'a';
  return [{ code: 'invalid_type', message: `must provide ${article} ${expected}`, pointer, constraint: { type: 'type', expected } }];
}

/** A field that is not there is missed by the object around it: a pointer must lead somewhere. */
export function missing(pointer: string, name: string): Problem {
  return { code: 'missing_field', message: `missing required field: ${name}`, pointer, constraint: { type: 'required', expected: name } };
}

function additional(pointer: string, name: string): Problem {
  const constraint = { type: 'additional_property', got: name };
  return { code: 'additional_property', message: `invalid additional property: ${name}`, pointer, constraint };
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Slack counts characters as people do, not UTF-16 units. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

export function string({ least = 0, most = Infinity }: Range = {}): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return wrongType(at, 'string');
    // Nothing has more code points than UTF-16 units, so that most texts need not be counted.
    if (value.length > most && lengthOf(value) > most)
      return failed(at, `must be less than ${most + 1} characters`, { type: 'max_length', expected: most });
    if (value.length < least) return failed(at, `must be more than ${least - 1} characters`, { type: 'min_length', expected: least });
    return fine;
  };
}

/** A text of a certain form, called `format` in the message. */
export function pattern(form: RegExp, format: string, range: Range = {}): Rule {
  const length = string(range);
  return (value, at) => {
    const problems = length(value, at);
    if (problems.length > 0 || typeof value !== 'string' || form.test(value)) return problems;
    return failed(at, `must be a valid ${format}`, { type: 'format', expected: format });
  };
}

export function integer({ least = -Infinity, most = Infinity }: Range = {}): Rule {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isSafeInteger(value)) return wrongType(at, 'integer');
    if (value > most) return failed(at, `must be less than ${most + 1}`, { type: 'maximum', expected: most });
    return value < least ? failed(at, `must be more than ${least - 1}`, { type: 'minimum', expected: least }) : fine;
  };
}

export const flag: Rule = (value, at) => (typeof value === 'boolean' ? fine : wrongType(at, 'boolean'));

export function oneOf(...allowed: readonly string[]): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return wrongType(at, 'string');
    return allowed.includes(value) ? fine : failed(at, 'must be a valid enum value', { type: 'enum', expected: allowed, got: value });
  };
}

/** How many there may be of something. */
export function count(many: number, { least = 0, most = Infinity }: Range, at: string): Problems {
  if (many > most) return failed(at, `no more than ${most} items allowed`, { type: 'max_items', expected: most });
  return many < least ? failed(at, `no less than ${least} items allowed`, { type: 'min_items', expected: least }) : fine;
}

export function list(item: Rule, range: Range = {}): Rule {
  return (value, at) => {
    if (!Array.isArray(value)) return wrongType(at, 'array');
    const problems = count(value.length, range, at);
    // Whoever sends a million items hears about the number, not about each.
    return problems.length > 0 ? problems : value.flatMap((entry: unknown, index) => item(entry, `${at}/${index}`));
  };
}

/** An object with exactly these fields: Slack refuses what it does not know. */
export function object(required: Rules, optional: Rules = {}): Rule {
  const needed = Object.keys(required);
  const known = new Map([...Object.entries(required), ...Object.entries(optional)]);
  return (value, at) => {
    if (!isFields(value)) return wrongType(at, 'object');
    const problems: Problem[] = needed.filter((name) => value[name] === undefined).map((name) => missing(at, name));
    for (const [name, given] of Object.entries(value)) {
      if (given === undefined) continue;
      const rule = known.get(name);
      problems.push(...(rule ? rule(given, `${at}/${name}`) : [additional(at, name)]));
    }
    return problems;
  };
}

/** An object whose `type` decides which rule it obeys. */
export function byType(rules: Rules): Rule {
  const expected = Object.keys(rules);
  const known = new Map(Object.entries(rules));
  return (value, at) => {
    if (!isFields(value)) return wrongType(at, 'object');
    const { type } = value;
    if (type === undefined) return [missing(at, 'type')];
    if (typeof type !== 'string') return wrongType(`${at}/type`, 'string');
    const rule = known.get(type);
    return rule ? rule(value, at) : failed(`${at}/type`, `unsupported type: ${type}`, { type: 'enum', expected, got: type });
  };
}

/** An object of one type only. */
export function kind(type: string, required: Rules, optional: Rules = {}): Rule {
  return byType({ [type]: object({ type: string(), ...required }, optional) });
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, at) => rules.flatMap((rule) => rule(value, at));
}
