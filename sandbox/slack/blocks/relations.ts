import { isDeepStrictEqual } from 'node:util';
import { failed, fine, isFields, type Rule } from './problem.ts';

/** At least one of these fields must be there. */
export function atLeastOne(...names: readonly string[]): Rule {
  return (value, at) =>
    !isFields(value) || names.some((name) => value[name] !== undefined)
      ? fine
      : failed(at, `must define at least one of ${quoted(names)}`, { type: 'any_of', expected: names });
}

/** One of these fields must be there, and no second one. */
export function exactlyOne(...names: readonly string[]): Rule {
  return (value, at) =>
    !isFields(value) || names.filter((name) => value[name] !== undefined).length === 1
      ? fine
      : failed(at, `must define either ${quoted(names)}`, { type: 'one_of', expected: names });
}

/** The first field must not be larger than the second one; both may be numbers or texts that say one. */
export function inOrder(lower: string, upper: string): Rule {
  return (value, at) => {
    if (!isFields(value) || value[lower] === undefined || value[upper] === undefined) return fine;
    if (!(Number(value[lower]) > Number(value[upper]))) return fine;
    return failed(`${at}/${lower}`, `must not be greater than \`${upper}\``, { type: 'maximum', expected: upper });
  };
}

/** This field makes sense only where the other one is true. */
export function onlyWith(name: string, condition: string): Rule {
  return (value, at) =>
    !isFields(value) || value[name] !== true || value[condition] === true
      ? fine
      : failed(`${at}/${name}`, `requires \`${condition}\` to be true`, { type: 'requires', expected: condition });
}

/** What is chosen from the start must be, letter by letter, one of the options. */
export const chosenFromOptions: Rule = (value, at) => {
  if (!isFields(value)) return fine;
  const offered = optionsIn(value);
  const check = (chosen: unknown, pointer: string) =>
    offered.some((option) => isDeepStrictEqual(option, chosen))
      ? fine
      : failed(pointer, 'must be one of the options', { type: 'enum', expected: 'options' });
  const { initial_option: one, initial_options: many } = value;
  return [
    ...(one === undefined ? fine : check(one, `${at}/initial_option`)),
    ...(Array.isArray(many) ? many.flatMap((chosen: unknown, index) => check(chosen, `${at}/initial_options/${index}`)) : fine),
  ];
};

function optionsIn({ options, option_groups: groups }: Readonly<Record<string, unknown>>): readonly unknown[] {
  if (Array.isArray(options)) return options;
  return Array.isArray(groups) ? groups.flatMap((group: unknown) => (isFields(group) ? optionsIn(group) : [])) : [];
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' or ');
}
