import type { Surface } from '../../../../../sandbox/slack/blocks/surfaces.ts';
import {
  type Json,
  plain,
  mrkdwn,
  button,
  actions,
  section,
  input,
  card,
  container,
  raw,
  table,
  dataTable,
  richText,
  paragraph,
  task,
} from './build.ts';

/** A block with one mistake, and the problem after the pointer to the block. */
export interface Refused {
  readonly name: string;
  readonly block: Json;
  readonly problem: string;
  readonly surface?: Surface;
}

/** Mistakes in the make of blocks. */
export const refusedBlocks: readonly Refused[] = [
  {
    name: 'emoji on mrkdwn',
    block: section({ text: { ...mrkdwn('x'), emoji: true } }),
    problem: '/text: invalid additional property: emoji',
  },
  {
    name: 'verbatim on plain text',
    block: section({ text: { ...plain('x'), verbatim: true } }),
    problem: '/text: invalid additional property: verbatim',
  },
  { name: 'an unknown field', block: actions(button({ disabled: true })), problem: '/elements/0: invalid additional property: disabled' },
  { name: 'a missing field', block: { type: 'header' }, problem: ': missing required field: text' },
  { name: 'a missing type', block: { text: plain('x') }, problem: ': missing required field: type' },
  { name: 'a number for a text', block: { type: 'markdown', text: 7 }, problem: '/text: must provide a string' },
  { name: 'nothing for a text', block: { type: 'markdown', text: null }, problem: '/text: must provide a string' },
  { name: 'a list for an object', block: section({ accessory: [] }), problem: '/accessory: must provide an object' },
  { name: 'an object for a list', block: { type: 'actions', elements: {} }, problem: '/elements: must provide an array' },
  { name: 'a word for a flag', block: section({ expand: 'true' }), problem: '/expand: must provide a boolean' },
  { name: 'half a number', block: dataTable([[raw()], [raw()]], { page_size: 1.5 }), problem: '/page_size: must provide an integer' },
  { name: 'a file', block: { type: 'file', source: 'remote', external_id: 'x' }, problem: '/type: unsupported type: file' },
  { name: 'an alert in a message', block: { type: 'alert', text: plain('x') }, problem: '/type: unsupported type: alert' },
  {
    name: 'an input in a container of a message',
    block: container({ child_blocks: [input({ type: 'datepicker' })] }),
    problem: '/child_blocks/0/type: unsupported type: input',
  },
  { name: 'markdown in a modal', block: { type: 'markdown', text: 'x' }, surface: 'modal', problem: '/type: unsupported type: markdown' },
  {
    name: 'a container in a container',
    block: container({ child_blocks: [container()] }),
    problem: '/child_blocks/0/type: unsupported type: container',
  },
  {
    name: 'an empty card',
    block: { type: 'card', subtitle: mrkdwn('x') },
    problem: ': must define at least one of `hero_image` or `title` or `actions` or `body`',
  },
  { name: 'a card with a plain title', block: card({ title: plain('x') }), problem: '/title/type: unsupported type: plain_text' },
  {
    name: 'a container without a title',
    block: { type: 'container', child_blocks: [{ type: 'divider' }] },
    problem: ': must define at least one of `title` or `rich_text_title`',
  },
  {
    name: 'a folded container that cannot fold',
    block: container({ default_collapsed: true }),
    problem: '/default_collapsed: requires `is_collapsible` to be true',
  },
  {
    name: 'an unknown icon',
    block: { type: 'context_actions', elements: [{ type: 'icon_button', icon: 'bin', text: plain('x') }] },
    problem: '/elements/0/icon: must be a valid enum value',
  },
  { name: 'an unknown state of a task', block: task({ status: 'done' }), problem: '/status: must be a valid enum value' },
  {
    name: 'rich text in a header cell',
    block: dataTable([[richText(paragraph())], [raw()]]),
    problem: '/rows/0/0/type: unsupported type: rich_text',
  },
  {
    name: 'a short row in a data table',
    block: dataTable([[raw(), raw()], [raw()]]),
    problem: '/rows/1: must have as many cells as the header',
  },
  {
    name: 'a row header beyond the columns',
    block: dataTable([[raw()], [raw()]], { row_header_column_index: 1 }),
    problem: '/row_header_column_index: must be the index of a column',
  },
  {
    name: 'a number that is none',
    block: table([[{ type: 'raw_number', value: '7', text: '7' }]]),
    problem: '/rows/0/0/value: must be a valid number',
  },
  {
    name: 'text outside of a paragraph',
    block: richText({ type: 'text', text: 'x' }),
    problem: '/elements/0/type: unsupported type: text',
  },
  {
    name: 'a list item that is a list',
    block: richText({ type: 'rich_text_list', style: 'bullet', elements: [{ type: 'rich_text_list', style: 'bullet', elements: [] }] }),
    problem: '/elements/0/elements/0/type: unsupported type: rich_text_list',
  },
  {
    name: 'a mention in preformatted text',
    block: richText({ type: 'rich_text_preformatted', elements: [{ type: 'user', user_id: 'U1' }] }),
    problem: '/elements/0/elements/0/type: unsupported type: user',
  },
  {
    name: 'a colour in words',
    block: richText({ type: 'rich_text_section', elements: [{ type: 'color', value: 'red' }] }),
    problem: '/elements/0/elements/0/value: must be a valid color (#RRGGBB)',
  },
];
