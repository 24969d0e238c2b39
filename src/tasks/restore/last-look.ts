import type { LastLook } from '../../ports/database.ts';
import { rowsLost } from './loss.ts';
import { tooMuchLost, type Rows } from './rows.ts';

/** Rows are written while a copy is loaded: whether much more than was approved would be put aside is asked once more when nobody can write. */
export function lastLook(approved: Rows, taking: Rows, since: Date | undefined): LastLook {
  return {
    ...(since && { since }),
    why(counts) {
      const why = tooMuchLost(approved, rowsLost(counts, { rows: taking }));
      return why && `${why}; nothing was swapped, ask for it again to see the new numbers`;
    },
  };
}
