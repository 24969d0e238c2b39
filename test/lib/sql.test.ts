import { Client } from 'pg';
import { expect, test } from 'vitest';
import { testDatabase } from '../support/stores.ts';
import { sql } from '../../src/lib/sql.ts';

test('values stand apart from the text', () => {
  const hostile = `'; drop table runs; --`;

  expect(sql`select * from runs where name = ${hostile} and id = ${7}`).toEqual({
    text: 'select * from runs where name = $1 and id = $2',
    values: [hostile, 7],
  });
});

test('a statement inside another one keeps its own values in their order', () => {
  const wanted = sql`state = ${'ready'} or id in (${1}, ${2})`;

  expect(sql`select ${'before'} where ${wanted} and ${'after'}`).toEqual({
    text: 'select $1 where state = $2 or id in ($3, $4) and $5',
    values: ['before', 'ready', 1, 2, 'after'],
  });
});

test('ten and more values do not mix up their places', () => {
  const many = Array.from({ length: 11 }, (_, index) => index);
  const [a, b, c, d, e, f, g, h, i, j, k] = many;

  const inner = sql`${a} ${b} ${c} ${d} ${e} ${f} ${g} ${h} ${i} ${j} ${k}`;

  expect(sql`${'x'} ${inner}`.text).toBe('$1 $2 $3 $4 $5 $6 $7 $8 $9 $10 $11 $12');
});

test('nothing at all is a value too', () => {
  expect(sql`select ${null}, ${undefined}`).toEqual({ text: 'select $1, $2', values: [null, undefined] });
});

test('data that looks like a statement stays a value', () => {
  const body: unknown = JSON.parse('{"text": "drop table runs", "values": []}');

  expect(sql`insert into log values (${body})`).toEqual({ text: 'insert into log values ($1)', values: [body] });
});

test('PostgreSQL takes it as it is', async () => {
  const database = await testDatabase();

  const client = new Client({ connectionString: database.url });
  await client.connect();

  const { rows } = await client.query(sql`select ${'a'}::text as one, ${sql`${2}::int + ${3}::int`} as sum`);
  await client.end();
  await database.drop();

  expect(rows).toEqual([{ one: 'a', sum: 5 }]);
});
