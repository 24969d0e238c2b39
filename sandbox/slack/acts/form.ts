import { isFields, type Fields } from '../blocks/problem.ts';
import { Block } from '../state/message.ts';
import type { World } from '../world.ts';
import { choiceOf, firstChoice, kindOf, type Given } from './choice.ts';
import { elementsIn } from './elements-in.ts';

/** What a person filled in, by block and action. */
export type Filled = Readonly<Record<string, Readonly<Record<string, Given>>>>;

/** The state of a form as it is sent, or what must be put right first, by block. */
export type Form = { readonly values: Readonly<Record<string, Fields>> } | { readonly errors: Readonly<Record<string, string>> };

const isText = (type: unknown): boolean =>
  typeof type === 'string' && ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input'].includes(type);

/** The blocks of a view. */
export function blocksOfView(view: Fields | undefined): readonly Block[] {
  return Block.array().safeParse(view?.['blocks']).data ?? [];
}

/** Reads a form as the client of Slack does: what is required must be there, and no longer or shorter than its field allows. */
export function formOf(world: World, view: Fields, filled: Filled): Form {
  const values: Record<string, Record<string, Fields>> = {};
  const errors: Record<string, string> = {};
  const blocks = blocksOfView(view);
  for (const { blockId, element } of elementsIn({ blocks, attachments: [] })) {
    const actionId = String(element['action_id']);
    const read = readField(world, element, filled[blockId]?.[actionId] ?? {});
    if (!read) continue;
    values[blockId] = { ...values[blockId], [actionId]: { type: element['type'], ...read.state } };
    const block = blocks.find((each) => each.block_id === blockId);
    const problem = block?.type === 'input' ? problemOf(element, read.given, isFields(block) && block['optional'] === true) : undefined;
    if (problem !== undefined) errors[blockId] = problem;
  }
  return Object.keys(errors).length > 0 ? { errors } : { values };
}

/** What is in a field now: what was given, else what it had at first; undefined for what is no field. */
function readField(world: World, element: Fields, given: Given): { readonly state: Fields; readonly given: unknown } | undefined {
  if (isText(element['type'])) {
    const value = given.value ?? element['initial_value'];
    const text = value === '' || value === undefined ? null : value;
    return { state: { value: text }, given: text };
  }
  const kind = kindOf(element);
  if (!kind) return undefined;
  const chosen = choiceOf(world, element, given)?.[kind.field] ?? firstChoice(kind, element);
  return { state: { [kind.field]: chosen }, given: Array.isArray(chosen) && chosen.length === 0 ? null : chosen };
}

function problemOf(element: Fields, given: unknown, isOptional: boolean): string | undefined {
  if (given === null) return isOptional ? undefined : 'Please complete this required field.';
  const { min_length: least, max_length: most } = element;
  if (typeof given !== 'string') return undefined;
  if (typeof least === 'number' && given.length < least) return `Please enter at least ${least} characters.`;
  return typeof most === 'number' && given.length > most ? `Please enter no more than ${most} characters.` : undefined;
}
