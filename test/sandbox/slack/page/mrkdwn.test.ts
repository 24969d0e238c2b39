import { array, assert, constantFrom, property } from 'fast-check';
import { expect, test } from 'vitest';
import { parseInline, parseMrkdwn, type Inline } from '../../../../sandbox/slack/page/mrkdwn.ts';
import { effortOf } from '../../../support/in-time.ts';

const text = (value: string): Inline => ({ is: 'text', text: value });

test.each<{ line: string; of: readonly Inline[] }>([
  {
    line: '*bold* _it_ ~no~',
    of: [{ is: 'bold', of: [text('bold')] }, text(' '), { is: 'italic', of: [text('it')] }, text(' '), { is: 'strike', of: [text('no')] }],
  },
  { line: '*bold _and italic_*', of: [{ is: 'bold', of: [text('bold '), { is: 'italic', of: [text('and italic')] }] }] },
  { line: '2*3*4 and snake_case_name', of: [text('2*3*4 and snake_case_name')] },
  { line: '* not bold * and *', of: [text('* not bold * and *')] },
  { line: '`*code* &lt;b&gt;`', of: [{ is: 'code', text: '*code* <b>' }] },
  { line: '<https://a.example/?x=1&amp;y=2|here>', of: [{ is: 'link', url: 'https://a.example/?x=1&y=2', label: 'here' }] },
  { line: '*<https://a.example|a*b>*', of: [{ is: 'bold', of: [{ is: 'link', url: 'https://a.example', label: 'a*b' }] }] },
  { line: '<javascript:alert(1)|click>', of: [text('<javascript:alert(1)|click>')] },
  {
    line: '<@U1> <@U1|dana> <#C1|ops>',
    of: [
      { is: 'user', id: 'U1', label: undefined },
      text(' '),
      { is: 'user', id: 'U1', label: 'dana' },
      text(' '),
      { is: 'channel', id: 'C1', label: 'ops' },
    ],
  },
  {
    line: '<!here> <!subteam^S1|@oncall>',
    of: [{ is: 'broadcast', name: 'here' }, text(' '), { is: 'group', id: 'S1', label: '@oncall' }],
  },
  {
    line: '<!date^1700000000^{date_short_pretty} {time}|then>',
    of: [{ is: 'date', unix: 1_700_000_000, format: '{date_short_pretty} {time}', url: undefined, fallback: 'then' }],
  },
  { line: ':+1::skin-tone-3: :tada:', of: [{ is: 'emoji', name: '+1::skin-tone-3' }, text(' '), { is: 'emoji', name: 'tada' }] },
  { line: '&lt;!channel&gt; &amp;amp;', of: [text('<!channel> &amp;')] },
])('$line', ({ line, of }) => {
  expect(parseInline(line)).toEqual(of);
});

test('lines, quotes, lists and code blocks are told apart', () => {
  const parts = parseMrkdwn('one\n&gt; said\n> twice\n• a\n  - b\n1. c\n```\n<https://a.example|a> *x*\n```\nend');

  expect(parts).toEqual([
    { is: 'line', of: [text('one')] },
    { is: 'quote', of: [[text('said')], [text('twice')]] },
    {
      is: 'list',
      of: [
        { marker: '•', depth: 0, of: [text('a')] },
        { marker: '•', depth: 1, of: [text('b')] },
        { marker: '1.', depth: 0, of: [text('c')] },
      ],
    },
    { is: 'pre', text: 'a *x*' },
    { is: 'line', of: [text('end')] },
  ]);
});

test('a fence that is never closed is text', () => {
  expect(parseMrkdwn('a ```b')).toEqual([{ is: 'line', of: [text('a ```b')] }]);
});

const marks = ['*', '_', '~', '`', '>', '|', '\n', '> ', '• ', '```', ':', ' ', 'word'];

test('whatever somebody writes, no word gets lost', () => {
  const pieces = array(constantFrom(...marks), { maxLength: 40 });

  assert(
    property(pieces, (list) => {
      const shown = JSON.stringify(parseMrkdwn(list.join(''))).split('word').length - 1;
      expect(shown).toBe(list.filter((piece) => piece === 'word').length);
    }),
    { numRuns: 300 },
  );
});

test('whatever somebody writes, no address can run anything', () => {
  const pieces = array(constantFrom(...marks, '<', '<@U1>', '<!date^1^{time}^', 'javascript:x', 'data:x', 'https://a'), { maxLength: 40 });

  assert(
    property(pieces, (list) => {
      expect(JSON.stringify(parseMrkdwn(list.join('')))).not.toMatch(/"url":"(?!https?:)/);
    }),
    { numRuns: 300 },
  );
});

test.each([
  { name: 'openers', hostile: '*a '.repeat(13_000) },
  { name: 'nested markers', hostile: '*_~'.repeat(13_000) },
  { name: 'brackets', hostile: '<'.repeat(40_000) },
  { name: 'code and stars', hostile: '`*'.repeat(20_000) },
])('a hostile message of $name is read in a moment', async ({ hostile }) => {
  const effortMs = await effortOf(() => parseMrkdwn(hostile));

  expect(effortMs).toBeLessThan(500);
});
