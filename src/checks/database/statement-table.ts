import type { Table } from '../../core/finding.ts';
import { plain } from '../../lib/foreign.ts';
import { count, duration, percent } from '../../lib/words.ts';
import type { StatementUse } from '../../ports/statistics.ts';

/** Statements as rows: what they cost in all, each, and how often. */
export function statementTable(statements: readonly StatementUse[]): Table {
  const number = (title: string) => ({ title, is: 'number' as const });
  return {
    columns: [
      number('in all'),
      number('share'),
      number('mean'),
      number('calls'),
      number('rows a call'),
      number('hit'),
      { title: 'statement' },
    ],
    rows: statements.map(({ text, calls, totalMs, meanMs, rows, hitPercent, sharePercent }) => [
      duration(totalMs),
      percent(sharePercent),
      duration(meanMs),
      count(calls),
      count(calls === 0 ? 0 : rows / calls),
      hitPercent === undefined ? '' : percent(hitPercent),
      plain(text.replaceAll(/\s+/g, ' '), 120),
    ]),
  };
}
