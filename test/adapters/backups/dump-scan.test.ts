import { expect, test } from 'vitest';
import { createDumpScan, type DumpReport } from '../../../src/adapters/backups/dump-scan.ts';
import { DUMP_TEXT } from './forge.ts';

function scan(statements: string): DumpReport & { readonly passed: string } {
  const watch = createDumpScan();
  const pieces = [...watch.write(Buffer.from(DUMP_TEXT.replace('CREATE EXT', () => `${statements}\nCREATE EXT`))), ...watch.end()];
  return { ...watch.report(), passed: Buffer.concat(pieces).toString() };
}

test.each([
  ["DO $$begin execute 'copy (select 1) to program ''touch /tmp/x''';end$$;", 'DO $$'],
  ['do\n$$begin end$$;', 'do $$'],
  ["COMMIT; ALTER DATABASE bigshot SET work_mem='7MB'; BEGIN;", "ALTER DATABASE bigshot SET work_mem=''"],
  ['ALTER  DATABASE bigshot OWNER TO eve;', 'ALTER DATABASE'],
  ['/* */ALTER/* */ DATABASE/**/ bigshot OWNER TO eve;', 'ALTER DATABASE'],
  ['BEGIN; COMMIT;', 'BEGIN; COMMIT;'],
  ['COMMIT;', 'COMMIT'],
  ['ROLLBACK;', 'ROLLBACK'],
  ['BEGIN;\nCREATE TABLE t (id int);\nCOMMIT;', 'CREATE TABLE t'],
  ["CREATE ROLE eve LOGIN PASSWORD 'tell nobody';", 'CREATE ROLE eve LOGIN PASSWORD'],
  ['CREATE USER eve SUPERUSER;', 'CREATE USER eve'],
  ["ALTER SYSTEM SET archive_command = 'id';", 'ALTER SYSTEM'],
  ['DROP DATABASE bigshot_before_1;', 'DROP DATABASE'],
  ['DROP OWNED BY alice;', 'DROP OWNED'],
  ['COMMENT ON DATABASE bigshot IS $$x$$;', 'COMMENT ON DATABASE'],
  ['GRANT ALL ON DATABASE bigshot TO eve;', 'GRANT ALL ON DATABASE'],
  ['GRANT pg_execute_server_program TO eve;', 'GRANT pg_execute'],
  ['GRANT " ON TABLE " TO eve;', 'GRANT ""'],
  ['CALL evil();', 'CALL evil'],
  ["LOAD '/tmp/evil.so';", 'LOAD'],
  ['SELECT evil();', 'SELECT evil'],
  ["SELECT pg_catalog.set_config('client_encoding', 'SJIS', false);", 'SELECT pg_catalog.set_config'],
  ["SELECT pg_catalog.setval('x', 1, true) || evil();", 'SELECT pg_catalog.setval'],
  ['WITH x AS (SELECT evil()) SELECT * FROM x;', 'WITH x'],
  ['EXPLAIN ANALYZE SELECT evil();', 'EXPLAIN ANALYZE'],
  ['SET standard_conforming_strings=off;', 'SET standard_conforming_strings=off'],
  ["SET client_encoding='SJIS';", "SET client_encoding='SJIS'"],
  ["SET client_encoding = 'LATIN1';", "SET client_encoding = 'LATIN1'"],
  ["SET NAMES 'SJIS';", "SET NAMES 'SJIS'"],
  ['SET session_replication_role = replica;', 'SET session_replication_role'],
  ["CREATE SUBSCRIPTION s CONNECTION 'host=evil' PUBLICATION p;", 'CREATE SUBSCRIPTION'],
  ['CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1 AS case; END; DO $$begin end$$; END;', 'DO $$'],
  ['CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1 AS case; END; DO $$begin end$$ END;', 'DO $$'],
  ["CREATE FUNCTION begin() RETURNS int LANGUAGE sql AS 'x'; COPY t TO PROGRAM 'id'; SELECT 1 END;", 'begin'],
])('a dump with %j is a problem', (statements, said) => {
  const { problems } = scan(statements);

  expect(problems[0]).toContain('the dump holds a statement that pg_dump does not write: ');
  expect(problems.join('; ')).toContain(said);
  expect(problems.join('; ')).not.toContain('tell nobody');
});

test.each([
  ['a long string', `SELECT pg_catalog.setval('${'x'.repeat(3960)}', 1, true) || evil();`],
  ['many lines', `SELECT pg_catalog.setval('x', 1, true)${'\n'.repeat(5000)}|| evil();`],
])('a call that hides behind %s is a problem too', (_, statement) => {
  expect(scan(statement).problems[0]).toContain('SELECT pg_catalog.setval');
});

test.each([
  ["SET client_encoding = 'UTF8';\nSET standard_conforming_strings = on;\nSET transaction_timeout = 0;\nSET default_tablespace = '';"],
  ["SELECT pg_catalog.set_config('search_path', '', false);\nSELECT pg_catalog.setval('public.\"a;b''\"', 7, true);"],
  ["SELECT * FROM pg_catalog.pg_restore_relation_stats(\n\t'version', '180000'::integer,\n\t'reltuples', '-1'::real\n);"],
  ["SELECT * FROM pg_catalog.pg_restore_attribute_stats(\n\t'version', '180000'::integer,\n\t'most_common_freqs', '{0.5,0.2}'::real[]\n);"],
  ["CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $x$ begin execute 'copy a to program ''id'''; COMMIT; end; $x$;"],
  ['CREATE FUNCTION f(i int) RETURNS int LANGUAGE sql\n    BEGIN ATOMIC\n SELECT CASE WHEN (i > 0) THEN 1 ELSE 2 END;\n SELECT 2;\nEND;'],
  ['CREATE OR REPLACE FUNCTION public.odd$begin() RETURNS integer LANGUAGE sql AS $$select 1$$;\nDROP TABLE IF EXISTS public.begin;'],
  ['CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION public.f();\nALTER EVENT TRIGGER et OWNER TO alice;'],
  ["CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p WITH (connect = false, slot_name = NONE);"],
  ['CREATE USER MAPPING FOR alice SERVER s OPTIONS ("user" \'x\');\nDROP USER MAPPING IF EXISTS FOR alice SERVER s;'],
  ['ALTER DEFAULT PRIVILEGES FOR ROLE alice REVOKE ALL ON FUNCTIONS FROM PUBLIC;'],
  ['SET SESSION AUTHORIZATION bob;\nGRANT SELECT(id) ON TABLE public.a TO "odd DATABASE";\nRESET SESSION AUTHORIZATION;'],
  ["COMMENT ON EXTENSION hstore IS 'a DATABASE; \\! x';\nSECURITY LABEL FOR selinux ON TABLE t IS 'x';"],
  ['REFRESH MATERIALIZED VIEW public.mv;\nREVOKE ALL ON SCHEMA public FROM PUBLIC;'],
  ['CREATE RULE r AS ON INSERT TO v DO INSTEAD ( INSERT INTO a (id) VALUES (1);\n DELETE FROM a;\n);'],
])('%j, as pg_dump writes it, is none', (statements) => {
  const { problems, isComplete } = scan(statements);

  expect(problems).toEqual([]);
  expect(isComplete).toBe(true);
});

test('large objects are let through without the transaction that would end the one of the loader', () => {
  const calls = `SELECT pg_catalog.lo_open('16648', 131072);\nSELECT pg_catalog.lowrite(0, '\\x${'ab'.repeat(16_384)}');\nSELECT pg_catalog.lo_close(0);\n`;

  const { problems, passed } = scan(`SELECT pg_catalog.lo_create('16648');\n\nBEGIN;\n\n${calls}\nCOMMIT;\n`);

  expect(problems).toEqual([]);
  expect(passed).toContain(calls);
  expect(passed).not.toMatch(/BEGIN|COMMIT/);
});
