import type { SectionBlock } from '@slack/types';
import type { Finding, Table } from '../core/finding.ts';
import { cut, escape } from '../lib/foreign.ts';
import { plural } from '../lib/words.ts';
import { section } from './blocks.ts';

/** Of what a section holds (3000 characters), with room for the fence and the line about the rest. */
const roomLength = 2800;

/** The tables of findings, each as a block of code, in which columns stand under each other on every screen. */
export function tables(found: readonly Finding[], mostRows = 20): readonly SectionBlock[] {
  return found.flatMap(({ table }) => (table && table.rows.length > 0 ? [section(inCode(table, mostRows))] : []));
}

function inCode({ columns, rows }: Table, mostRows: number): string {
  const cells = [columns.map(({ title }) => title), ...rows.slice(0, mostRows)].map((row) =>
    row.map((cell) => cell.replaceAll(/[`\s]+/g, ' ')),
  );
  const widths = columns.map((_, place) => Math.max(...cells.map((row) => Array.from(row[place] ?? '').length)));
  const lines: string[] = [];
  let length = 0;
  for (const row of cells) {
    const line = escape(
      row
        .map((cell, place) => padded(cell, widths[place] ?? 0, columns[place]?.is))
        .join('  ')
        .trimEnd(),
    );
    length += line.length + 1;
    if (length > roomLength) break;
    lines.push(line);
  }
  const left = rows.length - (lines.length - 1);
  return `\`\`\`\n${lines.join('\n')}\n\`\`\`${left > 0 ? `\n… and ${plural(left, 'more row')}` : ''}`;
}

function padded(cell: string, width: number, is: 'number' | undefined): string {
  const space = ' '.repeat(Math.max(0, width - Array.from(cell).length));
  return is === 'number' ? `${space}${cell}` : `${cut(cell, 200)}${space}`;
}
