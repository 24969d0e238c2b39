import type { ComponentChildren, JSX } from 'preact';
import type { BlockOf, Cell } from './kit.ts';
import { RichText } from './rich-text.tsx';

const sides = ['left', 'center', 'right'] as const;

export function Table({ table }: { readonly table: BlockOf<'table'> }): JSX.Element {
  const [head = [], ...body] = table.rows;
  const styleOf = (column: number): JSX.CSSProperties => {
    const settings = table.column_settings?.[column];
    const align = sides.find((side) => side === settings?.align);
    return { ...(align ? { textAlign: align } : {}), ...(settings?.is_wrapped ? { whiteSpace: 'normal' } : {}) };
  };
  return (
    <div class="table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column} style={styleOf(column)}>
                {cellView(cell)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column} style={styleOf(column)}>
                  {cellView(cell)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A cell: rich text, text, or a number as it is written. */
export function cellView(cell: Cell): ComponentChildren {
  if (cell.type === 'rich_text' && Array.isArray(cell['elements'])) return <RichText elements={cell['elements']} />;
  return cell.text ?? cell.value ?? '';
}
