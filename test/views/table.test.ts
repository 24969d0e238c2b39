import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { tables } from '../../src/views/table.ts';

const columns = [{ title: 'table' }, { title: 'rows', is: 'number' }] as const;
const finding = (rows: readonly (readonly string[])[]): Finding => ({ status: 'ok', summary: '', table: { columns, rows } });
const shown = (rows: readonly (readonly string[])[], most?: number) => tables([finding(rows)], most).map(({ text }) => text?.text);

test('columns stand under each other, numbers at the right', () => {
  expect(
    shown([
      ['jobs', '1'],
      ['api_keys', '1\u2009200'],
    ]),
  ).toEqual(['```\ntable      rows\njobs          1\napi_keys  1 200\n```']);
});

test('a cell cannot end the block, break the line or mention', () => {
  expect(shown([['a```b\n<!channel> & more', '1']])).toEqual([expect.stringContaining('a b &lt;!channel&gt; &amp; more')]);
});

test('what does not fit is counted', () => {
  const many = Array.from({ length: 300 }, (_, index) => [`table ${index} ${'x'.repeat(60)}`, '1']);

  const [text] = shown(many, 300);

  expect(text?.length).toBeLessThan(3000);
  expect(text).toMatch(/… and 2\d\d more rows$/);
  expect(shown(many.slice(0, 8), 5)[0]).toMatch(/… and 3 more rows$/);
});

test('no rows, no table', () => {
  expect(tables([finding([]), { status: 'ok', summary: '' }])).toEqual([]);
});
