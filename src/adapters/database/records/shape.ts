import { escapeIdentifier, type Client } from 'pg';
import { z } from 'zod';
import { Absent } from '../../../core/errors.ts';
import { list } from '../../../lib/words.ts';
import { sql } from '../../../lib/sql.ts';
import { rowsOf } from '../session.ts';

const Column = z.object({ table: z.string(), column: z.string() });

/** The tables and columns that the database has; every name in a statement comes from here. */
export interface Shape {
  /** The first of these tables that is there, ready for a statement. Throws `Absent` when there is none. */
  table(...names: readonly string[]): TableShape;
  has(table: string): boolean;
}

export interface TableShape {
  readonly name: string;
  /** Ready for a statement. */
  readonly sql: string;
  /** The first of these columns that is there, ready for a statement. */
  column(...names: readonly string[]): string | undefined;
  /** The same, and `Absent` when there is none. */
  needed(...names: readonly string[]): string;
}

/** One question for all of them. What a role may not read is there and will say so itself. */
export async function readShape(client: Client): Promise<Shape> {
  const rows = await rowsOf(
    client,
    sql`select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relkind in ('r', 'p', 'v', 'm', 'f') and pg_table_is_visible(c.oid) and a.attnum > 0 and not a.attisdropped
          and c.relnamespace not in ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)`,
    Column,
  );
  const tables = new Map<string, Set<string>>();
  for (const { table, column } of rows) tables.set(table, (tables.get(table) ?? new Set()).add(column));
  return {
    has: (name) => tables.has(name),
    table(...names) {
      const name = names.find((one) => tables.has(one));
      if (name === undefined) throw new Absent(`this platform has no table ${list(names, 'or')}`);
      return shapeOf(name, tables.get(name) ?? new Set());
    },
  };
}

function shapeOf(name: string, columns: ReadonlySet<string>): TableShape {
  const column = (...names: readonly string[]): string | undefined => {
    const found = names.find((one) => columns.has(one));
    return found === undefined ? undefined : escapeIdentifier(found);
  };
  return {
    name,
    sql: escapeIdentifier(name),
    column,
    needed(...names) {
      const found = column(...names);
      if (found === undefined) throw new Absent(`the table ${name} of this platform has no column ${list(names, 'or')}`);
      return found;
    },
  };
}
