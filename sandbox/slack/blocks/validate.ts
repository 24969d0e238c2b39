import { z } from 'zod';
import { SlackError } from '../errors.ts';
import { Block } from '../state/message.ts';
import { accessory, actionElement, anyText, contextElement, IDENTIFIER, image, plainText } from './elements.ts';
import { all, byType, fields, isFields, list, optional, problem, string, type Problem, type Rule } from './problem.ts';

const MOST_BLOCKS = 50;
const MOST_CHARACTERS = 13_200;
const MOST_MARKDOWN = 12_000;

const textOrFields: Rule = (value, at) =>
  isFields(value) && value['text'] === undefined && value['fields'] === undefined ? problem(at, 'must have text or fields') : [];

/** Blocks with rules here are checked; the others that Slack has are let through as they are. */
const blocks: Readonly<Record<string, Rule>> = {
  section: all(
    textOrFields,
    fields({ text: optional(anyText(3000)), fields: optional(list(anyText(2000), 10)), accessory: optional(accessory) }),
  ),
  header: fields({ text: plainText(150) }),
  context: fields({ elements: list(contextElement, 10) }),
  actions: fields({ elements: list(actionElement, 25) }),
  divider: fields({}),
  image: all(image, fields({ title: optional(plainText(2000)) })),
  markdown: fields({ text: string(MOST_MARKDOWN, 1) }),
  rich_text: fields({ elements: list(fields({ type: string(50, 1) }), 100, 0) }),
  table: fields({ rows: list(list(fields({ type: string(50, 1) }), 20), 100) }),
  ...Object.fromEntries(
    ['video', 'file', 'context_actions', 'task_card', 'plan', 'card', 'carousel', 'container', 'data_table'].map((type) => [
      type,
      fields({}),
    ]),
  ),
};

const block = all(byType(blocks, 'block'), fields({ block_id: optional(string(IDENTIFIER)) }));

/** All that Slack would refuse in the blocks of a message, each with its JSON pointer. */
export function problemsOf(value: readonly unknown[]): readonly Problem[] {
  if (value.length > MOST_BLOCKS) return problem('/blocks', `no more than ${MOST_BLOCKS} items allowed`);
  return [
    ...value.flatMap((entry, index) => block(entry, `/blocks/${index}`)),
    ...repeated(value, '/blocks', 'block_id'),
    ...value.flatMap((entry, index) =>
      isFields(entry) && Array.isArray(entry['elements']) ? repeated(entry['elements'], `/blocks/${index}/elements`, 'action_id') : [],
    ),
  ];
}

/** The blocks of a call, checked as Slack checks them. Throws `invalid_blocks_format`, `invalid_blocks` or `msg_blocks_too_long`. */
export function readBlocks(value: unknown): readonly Block[] | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const given = typeof value === 'string' ? parsed(value) : value;
  if (!Array.isArray(given)) throw new SlackError('invalid_blocks_format');
  const problems = problemsOf(given);
  if (problems.length > 0) {
    const messages = problems.map(({ message, at }) => `[ERROR] ${message} [json-pointer:${at}]`);
    throw new SlackError('invalid_blocks', { errors: messages, response_metadata: { messages } });
  }
  if (charactersIn(given) > MOST_CHARACTERS) throw new SlackError('msg_blocks_too_long');
  return z.array(Block).parse(given);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new SlackError('invalid_blocks_format');
  }
}

function repeated(entries: readonly unknown[], at: string, key: string): readonly Problem[] {
  const ids = entries.map((entry) => (isFields(entry) && typeof entry[key] === 'string' ? entry[key] : ''));
  return ids.flatMap((id, index) =>
    id !== '' && ids.indexOf(id) < index ? problem(`${at}/${index}/${key}`, `${key} "${id}" already exists in this message`) : [],
  );
}

/** What people read in the blocks; Slack's limit on it is undocumented. */
function charactersIn(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, entry) => sum + charactersIn(entry), 0);
  if (!isFields(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, entry]) => sum + (key === 'text' && typeof entry === 'string' ? entry.length : charactersIn(entry)),
    0,
  );
}
