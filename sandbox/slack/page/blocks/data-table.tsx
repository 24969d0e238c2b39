import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BlockOf } from './kit.ts';
import { cellView } from './table.tsx';

/** Slack shows so many rows at once where the application does not say how many. */
const USUAL_PAGE = 5;

/** A table that is read page by page. */
export function DataTable({
  table: { rows, caption, page_size: size = USUAL_PAGE, row_header_column_index: headers },
}: {
  readonly table: BlockOf<'data_table'>;
}): JSX.Element {
  const [page, setPage] = useState(0);
  const [head = [], ...body] = rows;
  const pages = Math.max(1, Math.ceil(body.length / size));
  return (
    <div class="table" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column}>{cellView(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.slice(page * size, (page + 1) * size).map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) =>
                column === headers ? (
                  <th key={column} scope="row">
                    {cellView(cell)}
                  </th>
                ) : (
                  <td key={column}>{cellView(cell)}</td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {pages > 1 && (
        <div class="pager">
          <button type="button" class="kit" aria-label="Previous rows" disabled={page === 0} onClick={() => setPage(page - 1)}>
            ‹
          </button>
          <span>
            {page + 1} of {pages}
          </span>
          <button type="button" class="kit" aria-label="Next rows" disabled={page === pages - 1} onClick={() => setPage(page + 1)}>
            ›
          </button>
        </div>
      )}
    </div>
  );
}
