import { escapeIdentifier, escapeLiteral, type Client } from 'pg';
import { z } from 'zod';
import { OpsError } from '../../core/errors.ts';
import { sql } from '../../lib/sql.ts';
import { clear, existingOf } from './doors.ts';
import { rowsOf } from './session.ts';

// The columns differ between the versions of the server, so the row comes as an object and is asked for what is there.
const Origin = z.object({
  owner: z.string(),
  encoding: z.string(),
  tablespace: z.string(),
  row: z.object({
    datcollate: z.string(),
    datctype: z.string(),
    datlocprovider: z.string().optional(),
    daticulocale: z.string().nullish(),
    datlocale: z.string().nullish(),
  }),
});

/** An empty database like another one: owner, encoding, locale, tablespace. */
export async function createLike(client: Client, name: string, like: string): Promise<void> {
  const [origin] = await rowsOf(
    client,
    sql`select pg_get_userbyid(d.datdba) as owner, pg_encoding_to_char(d.encoding) as encoding, t.spcname as tablespace, to_jsonb(d) as row
        from pg_database d join pg_tablespace t on t.oid = d.dattablespace where d.datname = ${like}`,
    Origin,
  );
  if (!origin) throw new OpsError('database', `making ${name}: there is no database ${like} to be like`, { permanent: true });
  const { row, owner, encoding, tablespace } = origin;
  const locale = row.datlocale ?? row.daticulocale;
  const provider = { i: 'icu', b: 'builtin' }[row.datlocprovider ?? 'c'];
  const options = [
    `OWNER ${escapeIdentifier(owner)}`,
    'TEMPLATE template0',
    `ENCODING ${escapeLiteral(encoding)}`,
    `LC_COLLATE ${escapeLiteral(row.datcollate)}`,
    `LC_CTYPE ${escapeLiteral(row.datctype)}`,
    ...(provider ? [`LOCALE_PROVIDER ${provider}`] : []),
    ...(provider && locale ? [`${provider === 'icu' ? 'ICU_LOCALE' : 'BUILTIN_LOCALE'} ${escapeLiteral(locale)}`] : []),
    `TABLESPACE ${escapeIdentifier(tablespace)}`,
  ];
  await client.query(`CREATE DATABASE ${escapeIdentifier(name)} WITH ${options.join(' ')}`);
}

/** Drops it with everybody who is in it; nothing to do when it is not there. */
export async function dropDatabase(client: Client, name: string): Promise<void> {
  const there = await existingOf(client, [name]);
  if (!there[name]) return;
  await clear(client, [name]);
  await client.query(`DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
}
