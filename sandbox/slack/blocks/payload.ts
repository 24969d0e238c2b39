import { limits, type Range } from './limits.ts';
import { count, failed, fine, isFields, lengthOf, list, type Fields, type Problems } from './problem.ts';
import { blockOn, type Surface } from './surfaces.ts';

/** A block or element and the pointer to it. */
interface Placed {
  readonly fields: Fields;
  readonly at: string;
}

const most: Readonly<Record<Surface, Range>> = { message: limits.messageBlocks, modal: limits.viewBlocks, home: limits.viewBlocks };

/** All that Slack would refuse in the blocks of a message or view; `at` is the pointer to the list. */
export function problemsOf(value: unknown, surface: Surface = 'message', at = '/blocks'): Problems {
  const own = list(blockOn[surface], most[surface])(value, at);
  if (!Array.isArray(value) || value.length > (most[surface].most ?? 0)) return own;
  const blocks = blocksIn(value, at);
  return [...own, ...repeatedIds(blocks), ...(own.length > 0 ? fine : tooMuch(blocks, at))];
}

/** Every block, also those within others; one level is as deep as Slack lets them stand. */
export function blocksIn(value: unknown, at: string): readonly Placed[] {
  return placed(value, at).flatMap((block) => [block, ...childrenOf(block)]);
}

function childrenOf({ fields, at }: Placed): readonly Placed[] {
  if (fields['type'] === 'container') return placed(fields['child_blocks'], `${at}/child_blocks`);
  if (fields['type'] === 'carousel') return placed(fields['elements'], `${at}/elements`);
  return fields['type'] === 'plan' ? placed(fields['tasks'], `${at}/tasks`) : [];
}

function placed(value: unknown, at: string): readonly Placed[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((fields: unknown, index) => (isFields(fields) ? [{ fields, at: `${at}/${index}` }] : []));
}

/** What people can use in a block. */
function elementsOf({ fields, at }: Placed): readonly Placed[] {
  const single = ['accessory', 'element'].flatMap((name) => {
    const element = fields[name];
    return isFields(element) ? [{ fields: element, at: `${at}/${name}` }] : [];
  });
  return [...placed(fields['elements'], `${at}/elements`), ...placed(fields['actions'], `${at}/actions`), ...single];
}

function repeatedIds(blocks: readonly Placed[]): Problems {
  return [...repeated(blocks, 'block_id'), ...blocks.flatMap((block) => repeated(elementsOf(block), 'action_id'))];
}

function repeated(all: readonly Placed[], key: string): Problems {
  const seen = new Set<string>();
  return all.flatMap(({ fields, at }) => {
    const id = fields[key];
    if (typeof id !== 'string' || id === '') return fine;
    if (seen.has(id)) return failed(`${at}/${key}`, `\`${key}\` ${id} already exists`, { type: 'unique', got: id });
    seen.add(id);
    return fine;
  });
}

/** What is limited in the whole message or view, not in each of its blocks. */
function tooMuch(blocks: readonly Placed[], at: string): Problems {
  const ofType = (type: string) => blocks.filter(({ fields }) => fields['type'] === type);
  const tables = ofType('table');
  const focused = blocks.flatMap(elementsOf).filter(({ fields }) => fields['focus_on_load'] === true);
  return [
    ...count(tables.length, limits.messageTables, at),
    ...count(focused.length, limits.focusedElements, at),
    ...characters(sum(tables, 'rows'), limits.messageTableCharacters, at),
    ...characters(sum(ofType('data_table'), 'rows'), limits.messageDataTableCharacters, at),
    ...characters(sum(ofType('markdown'), 'text'), limits.messageMarkdown, at),
  ];
}

function characters(many: number, { most }: { readonly most: number }, at: string): Problems {
  if (many <= most) return fine;
  return failed(at, `must be less than ${most + 1} characters in all`, { type: 'max_length', expected: most });
}

function sum(blocks: readonly Placed[], name: string): number {
  return blocks.reduce((total, { fields }) => total + charactersIn(fields[name], true), 0);
}

/** How many characters people read in a value: its texts, however deep. */
export function charactersIn(value: unknown, isText = false): number {
  if (typeof value === 'string') return isText ? lengthOf(value) : 0;
  if (Array.isArray(value)) return value.reduce((total: number, entry) => total + charactersIn(entry), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce((total, [key, entry]) => total + charactersIn(entry, key === 'text'), 0);
}
