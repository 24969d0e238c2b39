import { expect, test } from 'vitest';
import { tableKey } from '../../src/lib/table-key.ts';

test.each([
  ['public', 'jobs', 'jobs'],
  ['archive', 'Old jobs', 'archive.Old jobs'],
  ['public', 'a;b "c"', 'a;b "c"'],
  ['public', 'ext.t', '"ext.t"'],
  ['a.b', 't', '"a.b".t'],
  ['public', 'x\n• you lose nothing', String.raw`"x\n• you lose nothing"`],
])('%s and %j make one word', (schema, name, key) => {
  expect(tableKey(schema, name)).toBe(key);
});

test.each([
  { one: ['public', 'ext.t'], other: ['ext', 't'] },
  { one: ['a.b', 'c'], other: ['a', 'b.c'] },
  { one: ['"a', 'b"'], other: ['public', 'a.b'] },
  { one: ['public', '"a.b"'], other: ['public', 'a.b'] },
])('$one and $other have keys of their own', ({ one, other }) => {
  const [key, another] = [one, other].map(([schema = '', name = '']) => tableKey(schema, name));

  expect(key).not.toBe(another);
});
