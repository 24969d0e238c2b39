import { expect, test } from 'vitest';
import { problemsOf } from '../../../sandbox/slack/blocks/payload.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const button = (given: Readonly<Record<string, unknown>> = {}) => ({ type: 'button', text: plain('Go'), ...given });
const actions = (elements: readonly unknown[]) => ({ type: 'actions', elements });
const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } });

test('blocks at their limits are fine', () => {
  const blocks = [
    { type: 'header', text: plain('🔴'.repeat(150)) },
    section('x'.repeat(3000)),
    { type: 'context', elements: Array.from({ length: 10 }, () => ({ type: 'mrkdwn', text: 'x' })) },
    actions(Array.from({ length: 25 }, (_, index) => button({ action_id: `a${index}`, value: 'x'.repeat(2000) }))),
    { type: 'divider' },
  ];

  expect(problemsOf(blocks)).toEqual([]);
});

test.each([
  { name: '51 blocks', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })), at: '/blocks' },
  { name: 'a header of 151 characters', blocks: [{ type: 'header', text: plain('x'.repeat(151)) }], at: '/blocks/0/text/text' },
  { name: 'a header in mrkdwn', blocks: [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], at: '/blocks/0/text/type' },
  { name: 'a section of 3001 characters', blocks: [section('x'.repeat(3001))], at: '/blocks/0/text/text' },
  { name: 'an empty section text', blocks: [section('')], at: '/blocks/0/text/text' },
  { name: 'a section with neither text nor fields', blocks: [{ type: 'section' }], at: '/blocks/0' },
  { name: '11 fields', blocks: [{ type: 'section', fields: Array.from({ length: 11 }, () => plain('x')) }], at: '/blocks/0/fields' },
  { name: '26 buttons', blocks: [actions(Array.from({ length: 26 }, () => button()))], at: '/blocks/0/elements' },
  { name: 'a button text of 76', blocks: [actions([button({ text: plain('x'.repeat(76)) })])], at: '/blocks/0/elements/0/text/text' },
  { name: 'a button value of 2001', blocks: [actions([button({ value: 'x'.repeat(2001) })])], at: '/blocks/0/elements/0/value' },
  { name: 'an unknown style', blocks: [actions([button({ style: 'loud' })])], at: '/blocks/0/elements/0/style' },
  {
    name: 'an overflow with 6 options',
    blocks: [actions([{ type: 'overflow', options: Array.from({ length: 6 }, () => ({ text: plain('x'), value: 'x' })) }])],
    at: '/blocks/0/elements/0/options',
  },
  {
    name: 'one block_id twice',
    blocks: [
      { type: 'divider', block_id: 'a' },
      { type: 'divider', block_id: 'a' },
    ],
    at: '/blocks/1/block_id',
  },
  {
    name: 'one action_id twice in a block',
    blocks: [actions([button({ action_id: 'a' }), button({ action_id: 'a' })])],
    at: '/blocks/0/elements/1/action_id',
  },
  { name: 'an unknown block', blocks: [{ type: 'banner' }], at: '/blocks/0/type' },
  { name: 'an input, which belongs into a modal', blocks: [{ type: 'input' }], at: '/blocks/0/type' },
  { name: 'something that is no object', blocks: ['x'], at: '/blocks/0' },
])('$name is refused with a pointer to it', ({ blocks, at }) => {
  expect(problemsOf(blocks).map(({ pointer }) => pointer)).toContain(at);
});
