import { expect, test } from 'vitest';
import { complete, type Sources } from '../../../../sandbox/slack/page/composer/complete.ts';

const sources: Sources = {
  commands: [
    { command: '/try', description: 'Try something', hint: '<what>' },
    { command: '/trace', description: 'Trace it', hint: '' },
  ],
  people: [
    { name: 'dana', detail: 'Dana Moreno' },
    { name: 'oncall', detail: 'group' },
  ],
  channels: ['ops', 'random'],
  emoji: { tada: '🎉', '+1': '👍', white_check_mark: '✅', heavy_check_mark: '✔️', mark: 'm' },
};

const inserts = (typed: string, caret = typed.length): readonly string[] | undefined =>
  complete(typed, caret, sources)?.suggestions.map(({ insert }) => insert);

test.each<[typed: string, inserts: readonly string[] | undefined]>([
  ['/', ['/try ', '/trace ']],
  ['/tra', ['/trace ']],
  ['/try', undefined],
  ['/try it', undefined],
  ['say /t', undefined],
  ['@', ['@dana ', '@oncall ']],
  ['hello @da', ['@dana ']],
  ['hello @more', ['@dana ']],
  ['@dana', undefined],
  ['a@da', undefined],
  ['in #r', ['#random ']],
  [':t', undefined],
  [':tad', [':tada: ']],
  [':+1', [':+1: ']],
  ['at 10:30', undefined],
  [':check', [':heavy_check_mark: ', ':white_check_mark: ']],
  [':mar', [':mark: ', ':heavy_check_mark: ', ':white_check_mark: ']],
  ['nothing', undefined],
  ['', undefined],
])('%j can become %j', (typed, expected) => expect(inserts(typed)).toEqual(expected));

test('only what stands before the caret counts', () => {
  expect(complete('@da and more', 3, sources)).toMatchObject({ start: 0, suggestions: [{ label: '@dana', detail: 'Dana Moreno' }] });
});

test('no more than eight are shown', () => {
  const emoji = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`face_${index}`, 'x']));

  expect(complete(':fa', 3, { ...sources, emoji })?.suggestions).toHaveLength(8);
});
