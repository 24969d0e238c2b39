import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { distance } from 'fastest-levenshtein';
import parseArgsStringToArgv from 'string-argv';
import { z } from 'zod';
import type { Command } from './command.ts';

export type Parsed =
  | { readonly is: 'command'; readonly command: Command; readonly options: unknown }
  | { readonly is: 'wrong'; readonly why: string; readonly next: string };

/** What phones and Slack make of a typed line, turned back: curly quotes, long dashes, entities, no-break spaces. */
export function straighten(text: string): string {
  return text
    .replaceAll(/[\u201C\u201D\u201E\u201F\u00AB\u00BB\u2033]/g, '"')
    .replaceAll(/[\u2018\u2019\u201A\u201B\u2032]/g, "'")
    .replaceAll(/(^|\s)-*[\u2014\u2013\u2012\u2015\u2212][-\u2014\u2013\u2012\u2015\u2212]*(?=[a-z])/giu, '$1--')
    .replaceAll(/[\u00A0\u2007\u202F]/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .trim();
}

/** Finds the command that a line names and its options; a wrong word gets the nearest right one and its usage. */
export function parseLine(text: string, commands: readonly Command[]): Parsed {
  const words = wordsOf(straighten(text) || 'help');
  if (words === undefined) return { is: 'wrong', why: 'A quotation mark is not closed.', next: 'help' };
  const lower = words.map((word) => word.toLowerCase());
  const command = commands
    .filter(({ id }) => id.split(' ').every((word, index) => lower[index] === word))
    .toSorted((left, right) => right.id.length - left.id.length)[0];
  if (!command) return unknown(words, commands);
  const rest = words.slice(command.id.split(' ').length);
  const given = optionsOf(command, rest);
  return 'wrong' in given
    ? { is: 'wrong', why: `${given.wrong} Usage: \`/bigshot ${command.usage}\``, next: `help ${command.id}` }
    : { is: 'command', command, options: given.options };
}

const apostrophe = '\uE000';

/** Words as a shell splits them, but people write apostrophes: one inside a word, or one that has no partner, is no quotation mark. */
function wordsOf(line: string): readonly string[] | undefined {
  const inner = line.replaceAll(/(?<=[\p{L}\p{N}])'(?=[\p{L}\p{N}])/gu, apostrophe);
  const safe = countOf("'", inner) % 2 === 1 ? inner.replaceAll("'", apostrophe) : inner;
  if (countOf('"', safe) % 2 === 1) return undefined;
  return parseArgsStringToArgv(safe).map((word) => word.replaceAll(apostrophe, "'"));
}

function countOf(sign: string, text: string): number {
  return text.split(sign).length - 1;
}

/** They decide about a run or throw something away, so only a slip of one letter leads to them. */
const grave: ReadonlySet<string> = new Set(['restore', 'undo', 'approve', 'deny', 'cancel', 'abandon', 'resume']);

function unknown(words: readonly string[], commands: readonly Command[]): Parsed {
  const no = `There is no command \`${words.slice(0, 2).join(' ').replaceAll('`', "'").slice(0, 60)}\`.`;
  const nearest = nearestTo(words, commands);
  if (nearest) return { is: 'wrong', why: `${no} Did you mean \`/bigshot ${nearest.usage}\`?`, next: nearest.id };
  const first = words[0]?.toLowerCase() ?? '';
  const family = commands.filter(({ id }) => id.startsWith(`${first} `)).map(({ id }) => `\`${id}\``);
  return family.length > 0
    ? { is: 'wrong', why: `${no} There are: ${family.join(', ')}.`, next: `help ${first}` }
    : { is: 'wrong', why: `${no} \`help\` shows all that there are.`, next: 'help' };
}

/** What is nearest to nonsense may be dangerous, so nothing far is named. "helth --detailed" is read as "helth", since "health" is one word. */
function nearestTo(words: readonly string[], commands: readonly Command[]): Command | undefined {
  const measured = commands.map((command) => {
    const typed = words.slice(0, command.id.split(' ').length).join(' ').toLowerCase().slice(0, 60);
    return { command, slips: distance(command.id, typed) };
  });
  return measured
    .filter(({ command: { id }, slips }) => slips <= (grave.has(id) || id.length <= 4 ? 1 : 2))
    .toSorted((left, right) => left.slips - right.slips)[0]?.command;
}

function optionsOf(command: Command, rest: readonly string[]): { readonly options: unknown } | { readonly wrong: string } {
  const flags = flagsOf(command);
  let tokens;
  try {
    ({ tokens } = parseArgs({ args: [...rest], options: flags, allowPositionals: true, strict: true, tokens: true }));
  } catch (error) {
    return { wrong: wordsFor(error, Object.keys(flags)) };
  }
  const { values, left } = dealt(tokens, command.words.length);
  for (const word of command.words) {
    if (word.startsWith('...')) values[word.slice(3)] = left.length > 0 ? left.splice(0).join(' ') : undefined;
    else values[word] = left.shift();
  }
  if (left.length > 0) return { wrong: `\`${left.join(' ').replaceAll('`', "'").slice(0, 80)}\` is more than this takes.` };
  return checkedOptions(command, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];

/** People do not quote: what follows the value of an option belongs to it (`--since 3 days`), once the words of the command have their places. */
function dealt(tokens: readonly Token[], places: number): { readonly values: Record<string, unknown>; readonly left: string[] } {
  const values: Record<string, unknown> = {};
  const left: string[] = [];
  let open: { readonly name: string; value: string } | undefined;
  for (const token of tokens) {
    if (token.kind === 'positional' && open && left.length >= places) {
      open.value = `${open.value} ${token.value}`;
      values[open.name] = open.value;
    } else if (token.kind === 'positional') {
      left.push(token.value);
      open = undefined;
    } else {
      open = token.kind === 'option' && token.value !== undefined ? { name: token.name, value: token.value } : undefined;
      if (token.kind === 'option') values[token.name] = token.value ?? true;
    }
  }
  return { values, left };
}

/** What a command was given, as it takes it, or what is wrong in it, in sentences. */
export function checkedOptions(
  command: Command,
  values: Readonly<Record<string, unknown>>,
): { readonly options: unknown } | { readonly wrong: string } {
  const result = command.options.safeParse(values);
  return result.success ? { options: result.data } : { wrong: result.error.issues.map((issue) => sentence(issue, values)).join(' ') };
}

function flagsOf(command: Command): NonNullable<ParseArgsConfig['options']> {
  const positional = command.words.map((word) => word.replace('...', ''));
  const entries = Object.entries(command.options.shape).filter(([name]) => !positional.includes(name));
  return Object.fromEntries(
    entries.map(([name, schema]) => [name, { type: isBoolean(schema) ? ('boolean' as const) : ('string' as const) }]),
  );
}

function isBoolean(schema: unknown): boolean {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return isBoolean(schema.unwrap());
  return schema instanceof z.ZodBoolean;
}

function wordsFor(error: unknown, flags: readonly string[]): string {
  const message = error instanceof Error ? error.message : String(error);
  const name = (/'(--?[^'\s=]+)/.exec(message)?.[1] ?? '').replaceAll('`', "'").slice(0, 60);
  const allowed = flags.length > 0 ? `Allowed: ${flags.map((flag) => `--${flag}`).join(', ')}.` : 'It takes no options.';
  if (message.includes('argument missing') || message.includes('ambiguous')) return `Option \`${name}\` needs a value.`;
  if (message.includes('does not take an argument')) return `Option \`${name}\` takes no value.`;
  return `There is no option \`${name}\` here. ${allowed}`;
}

function sentence(issue: z.core.$ZodIssue, given: Readonly<Record<string, unknown>>): string {
  const name = issue.path.join('.');
  const missing = issue.path.length === 1 && given[name] === undefined;
  if (missing) return `<${name}> is missing.`;
  const tooLong = issue.code === 'too_big' && issue.origin === 'string';
  return `${name === '' ? '' : `${name}: `}${tooLong ? `has more than ${issue.maximum} characters` : issue.message}.`;
}
