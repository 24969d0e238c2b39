import { isFields } from '../../../../../sandbox/slack/blocks/problem.ts';
import { x } from './build.ts';

type Path = readonly (string | number)[];

/** One way to break what was right; `at` is the place that is wrong then. */
export interface Mutation {
  readonly name: string;
  readonly at: string;
  readonly broken: unknown;
}

interface Place {
  readonly path: Path;
  readonly value: unknown;
  readonly parent: unknown;
}

/** The fields without which Slack takes no object of a type. */
const required: Readonly<Record<string, readonly string[]>> = {
  actions: ['elements'],
  alert: ['text'],
  button: ['text'],
  carousel: ['elements'],
  checkboxes: ['options'],
  container: ['child_blocks'],
  context: ['elements'],
  context_actions: ['elements'],
  data_table: ['rows', 'caption'],
  date: ['timestamp', 'format'],
  emoji: ['name'],
  feedback_buttons: ['positive_button', 'negative_button'],
  header: ['text'],
  icon_button: ['icon', 'text'],
  image: ['alt_text'],
  input: ['label', 'element'],
  link: ['url'],
  markdown: ['text'],
  mrkdwn: ['text'],
  number_input: ['is_decimal_allowed'],
  overflow: ['options'],
  plain_text: ['text'],
  plan: ['title'],
  radio_buttons: ['options'],
  raw_number: ['text', 'value'],
  raw_text: ['text'],
  rich_text: ['elements'],
  rich_text_list: ['elements', 'style'],
  rich_text_section: ['elements'],
  table: ['rows'],
  task_card: ['task_id', 'title', 'status'],
  user: ['user_id'],
  video: ['video_url', 'thumbnail_url', 'alt_text', 'title'],
  workflow_button: ['text', 'workflow'],
};

const neverEmpty = new Set(['options', 'actions', 'child_blocks', 'fields', 'include', 'trigger_actions_on', 'rows']);
const limited = new Set(['block_id', 'action_id', 'alt_text', 'value', 'author_name', 'provider_name', 'accessibility_label']);
const withLimitedText = new Set(['plain_text', 'mrkdwn', 'markdown']);

/** Every way to break a list of blocks that this file knows, one place at a time. */
export function mutationsOf(blocks: unknown): readonly Mutation[] {
  const mutation = (name: string, path: Path, at: Path, value: unknown): Mutation => ({
    name,
    at: pointerTo(at),
    broken: put(blocks, path, value),
  });
  return placesIn({ path: [], value: blocks, parent: undefined }).flatMap(({ path, value, parent }) => [
    ...(path.length === 0 ? [] : [mutation('a value of another type', path, path, otherType(value))]),
    ...(isFields(value) ? brokenFields(value).map(({ name, at, fields }) => mutation(name, path, [...path, ...at], fields)) : []),
    ...(Array.isArray(value) ? brokenList(value, path, parent).map(({ name, at, entries }) => mutation(name, path, at, entries)) : []),
    ...(isTooLongSoon({ path, value, parent }) ? [mutation('a text that is too long', path, path, x(20_001))] : []),
  ]);
}

function brokenFields(fields: Readonly<Record<string, unknown>>) {
  const { type, ...others } = fields;
  const needed = typeof type === 'string' ? (required[type] ?? []) : [];
  return [
    { name: 'an unknown field', at: [], fields: { ...fields, surprise: 1 } },
    ...(typeof type === 'string' ? [{ name: 'an unknown type', at: ['type'], fields: { ...fields, type: 'banner' } }] : []),
    // A task within a plan may leave its type out.
    ...(typeof type === 'string' && type !== 'task_card' ? [{ name: 'no type', at: [], fields: others }] : []),
    ...needed.map((name) => ({ name: `no ${name}`, at: [], fields: without(fields, name) })),
  ];
}

function brokenList(list: readonly unknown[], path: Path, parent: unknown) {
  const key = String(path.at(-1) ?? '');
  const unique = path.length === 0 ? 'block_id' : 'action_id';
  const holder = isFields(parent) ? parent['type'] : undefined;
  const holdsElements = key === 'elements' && (holder === 'actions' || holder === 'context_actions');
  const emptied = neverEmpty.has(key) || holdsElements ? [{ name: 'an empty list', at: path, entries: [] }] : [];
  if (list.length < 2 || !(path.length === 0 || holdsElements)) return emptied;
  const twice = list.map((entry, index) => (isFields(entry) && index < 2 ? { ...entry, [unique]: 'twice' } : entry));
  return [...emptied, { name: `one ${unique} twice`, at: [...path, 1, unique], entries: twice }];
}

function isTooLongSoon({ path, value, parent }: Place): boolean {
  const key = String(path.at(-1) ?? '');
  if (typeof value !== 'string' || !isFields(parent)) return false;
  if (key === 'text') return withLimitedText.has(String(parent['type']));
  // The value of a workflow's parameter is the one without a limit; it stands beside a name.
  return limited.has(key) && !(key === 'value' && 'name' in parent);
}

function otherType(value: unknown): unknown {
  if (typeof value === 'string') return 7;
  if (Array.isArray(value)) return {};
  return typeof value === 'object' ? [] : 'seven';
}

function placesIn(place: Place): readonly Place[] {
  const { path, value } = place;
  if (typeof value !== 'object' || value === null) return [place];
  const keyed = Array.isArray(value)
    ? value.map((entry: unknown, index) => ({ key: index, entry }))
    : Object.entries(value).map(([key, entry]: [string, unknown]) => ({ key, entry }));
  return [place, ...keyed.flatMap(({ key, entry }) => placesIn({ path: [...path, key], value: entry, parent: value }))];
}

function put(root: unknown, [key, ...rest]: Path, value: unknown): unknown {
  if (key === undefined) return value;
  if (Array.isArray(root)) return root.map((entry: unknown, index) => (index === key ? put(entry, rest, value) : entry));
  return isFields(root) ? { ...root, [key]: put(root[key], rest, value) } : root;
}

function without(fields: Readonly<Record<string, unknown>>, name: string): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => key !== name));
}

function pointerTo(path: Path): string {
  return path.map((key) => `/${key}`).join('');
}
