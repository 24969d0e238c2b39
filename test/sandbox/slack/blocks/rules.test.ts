import { expect, test } from 'vitest';
import { problemsOf } from '../../../../sandbox/slack/blocks/payload.ts';
import type { Surface } from '../../../../sandbox/slack/blocks/surfaces.ts';
import {
  type Json,
  plain,
  mrkdwn,
  option,
  button,
  actions,
  section,
  input,
  picture,
  card,
  container,
  raw,
  table,
  richText,
  paragraph,
} from './support/build.ts';
import { refusedBlocks } from './support/refused-blocks.ts';
import { refusedElements } from './support/refused-elements.ts';

const found = (blocks: readonly Json[], surface: Surface = 'message') =>
  problemsOf(blocks, surface).map(({ message, pointer }) => `${pointer}: ${message}`);

const confirm = { title: plain('x'), text: plain('x'), confirm: plain('x'), deny: plain('x') };
const styled = richText({ type: 'rich_text_section', elements: [{ type: 'user', user_id: 'U1', style: { bold: true, highlight: true } }] });

test.each<{ readonly name: string; readonly block: Json; readonly surface?: Surface }>([
  {
    name: 'a picture as Slack hands it out',
    block: picture({ fallback: 'x', image_width: 1, image_height: 1, image_bytes: 9, is_animated: false }),
  },
  { name: 'a picture from a file of the workspace', block: { type: 'image', alt_text: 'x', slack_file: { id: 'F1' } } },
  { name: 'plain text with emoji', block: { type: 'header', text: { ...plain('x'), emoji: true } } },
  { name: 'mrkdwn that is verbatim', block: section({ text: { ...mrkdwn('x'), verbatim: true } }) },
  { name: 'a question before a press', block: actions(button({ confirm, style: 'danger', url: 'mailto:a@e.org' })) },
  { name: 'boxes in mrkdwn', block: section({ accessory: { type: 'checkboxes', options: [option('a', { text: mrkdwn('*a*') })] } }) },
  { name: 'an overflow with a link', block: actions({ type: 'overflow', options: [option('a', { url: 'https://e.org' })] }) },
  { name: 'a mention as the client styles it', block: styled },
  { name: 'rows of different lengths in a table', block: table([[raw(), raw()], [richText(paragraph())]]) },
  { name: 'tasks of a plan without a type', block: { type: 'plan', title: 'x', tasks: [{ task_id: 'x', title: 'x', status: 'error' }] } },
  { name: 'a moment of today', block: actions({ type: 'datetimepicker', initial_date_time: 1_790_000_000 }) },
  { name: 'an alert in a modal', block: { type: 'alert', text: plain('x'), level: 'warning' }, surface: 'modal' },
  {
    name: 'an input on the home tab',
    block: input({ type: 'number_input', is_decimal_allowed: true, min_value: '-1', max_value: '2.5' }),
    surface: 'home',
  },
  {
    name: 'an input within a container on the home tab',
    block: container({ child_blocks: [input({ type: 'url_text_input' })] }),
    surface: 'home',
  },
])('$name is fine', ({ block, surface }) => {
  expect(found([block], surface)).toEqual([]);
});

test.each([...refusedBlocks, ...refusedElements])('$name is refused at its place', ({ block, problem, surface }) => {
  expect(found([block], surface)).toContain(`/blocks/0${problem}`);
});

test('a block_id may stand once, also within other blocks', () => {
  const blocks = [{ type: 'divider', block_id: 'a' }, container({ block_id: 'b', child_blocks: [{ type: 'divider', block_id: 'a' }] })];

  expect(found(blocks)).toEqual(['/blocks/1/child_blocks/0/block_id: `block_id` a already exists']);
});

test('an action_id may stand once in a block, and again in another', () => {
  const twice = actions(button({ action_id: 'a' }), button({ action_id: 'a' }));
  const cards = { type: 'carousel', elements: [card({ actions: [button({ action_id: 'a' }), button({ action_id: 'a' })] })] };

  expect(found([actions(button({ action_id: 'a' })), section({ accessory: button({ action_id: 'a' }) })])).toEqual([]);
  expect(found([twice])).toEqual(['/blocks/0/elements/1/action_id: `action_id` a already exists']);
  expect(found([cards])).toEqual(['/blocks/0/elements/0/actions/1/action_id: `action_id` a already exists']);
});

test('a problem says what would have been right, as Slack does', () => {
  expect(problemsOf([section({ text: { type: 'invalid', text: 'x' } })])).toEqual([
    {
      code: 'failed_constraint',
      message: 'unsupported type: invalid',
      pointer: '/blocks/0/text/type',
      constraint: { type: 'enum', expected: ['plain_text', 'mrkdwn'], got: 'invalid' },
    },
  ]);
});
