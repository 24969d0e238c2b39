import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { files } from '../../src/views/files/files.ts';
import { picture, run } from '../support/build.ts';

const ended = { state: 'ended', outcome: 'succeeded', endedAt: new Date('2026-11-27T16:00:00Z'), id: 17 } as const;
const reported = (...findings: readonly Finding[]) => [{ check: 'usage', status: 'ok' as const, findings, tookMs: 3 }];
const checks = [{ id: 'usage', title: 'Usage' }];
const table = { columns: [{ title: 'source' }, { title: 'new', is: 'number' as const }], rows: [['a|b [x](http://evil)', '7']] };

function contentOf(given: Parameters<typeof picture>[0]): { readonly md: string; readonly csv: string } {
  const found = files(picture({ title: 'Report', checks, ...given })).files ?? [];
  const of = (ending: string): string => found.find((file) => file.ending === ending)?.content ?? '';
  return { md: of('md'), csv: of('csv') };
}

test('the text has the worst first, every check with its table, and what people do', () => {
  const { md } = contentOf({
    run: run({ ...ended, kind: 'checklist' }),
    reported: reported(
      { status: 'ok', summary: 'November: 7 new.', table },
      { status: 'warn', summary: 'Disk is &lt;full&gt; at `a &amp; b`.', remedies: [{ kind: 'advice', text: 'Buy one.' }] },
    ),
  });

  expect(md).toBe(
    [
      '# Report · prod',
      '2026-11-27 16:00 UTC · run 17 · 1 warn, 1 ok',
      '## What needs somebody',
      '- **warn** Disk is &lt;full&gt; at `a & b`.\n    - Buy one.',
      '## Usage',
      '- **ok** November: 7 new.\n- **warn** Disk is &lt;full&gt; at `a & b`.',
      ['| source                  | new |', '| :---------------------- | --: |', String.raw`| a\|b \[x\](http://evil) |   7 |`].join('\n'),
    ]
      .join('\n\n')
      .concat('\n'),
  );
});

test('of a checklist the sheet has a row a finding, with its value and limits', () => {
  const { csv } = contentOf({
    run: run({ ...ended, kind: 'checklist' }),
    reported: reported({
      status: 'warn',
      subject: '/',
      summary: 'Disk `/` is, "91 %" full.',
      measure: { value: 91, unit: 'percent' },
      threshold: { warn: 85, critical: 95, from: 'default' },
    }),
  });

  expect(csv).toBe(
    'check,status,subject,value,unit,warn,critical,limits from,summary\nusage,warn,/,91,percent,85,95,default,"Disk / is, ""91 %"" full."\n',
  );
});

test('of a single check it has the rows of its table', () => {
  const { csv } = contentOf({ run: run({ ...ended, kind: 'check' }), reported: reported({ status: 'ok', summary: 'x', table }) });

  expect(csv).toBe('source,new\na|b [x](http://evil),7\n');
});

test('of a trend it has the points', () => {
  const chart = { title: 'Disk', unit: 'percent' as const, lines: [{ name: '/', points: [[0, 41.5] as const] }] };
  const { csv } = contentOf({ run: run({ ...ended, kind: 'check' }), reported: reported({ status: 'ok', summary: 'x', chart }) });

  expect(csv).toBe('time,name,value\n1970-01-01T00:00:00.000Z,/,41.5\n');
});

test.each(['=cmd()', '+1', '-1', '@x'])('a cell that says %s is no formula', (cell) => {
  const { csv } = contentOf({
    run: run({ ...ended, kind: 'check' }),
    reported: reported({ status: 'ok', summary: 'x', table: { ...table, rows: [[cell, '1']] } }),
  });

  expect(csv).toBe(`source,new\n'${cell},1\n`);
});

test('a negative number stays one', () => {
  const { csv } = contentOf({
    run: run({ ...ended, kind: 'checklist' }),
    reported: reported({ status: 'ok', summary: 'x', measure: { value: -5, unit: 'bytes' } }),
  });

  expect(csv).toContain('usage,ok,,-5,bytes');
});
