import { plain } from '../../lib/foreign.ts';
import type { Statement } from './dump-lexer.ts';

/** What does not belong to one database: no dump of one touches it, and loading into a copy must not either. */
const SHARED = String.raw`\s+(?:DATABASE|ROLE|USER(?!\s+MAPPING\b)|GROUP|TABLESPACE|SYSTEM|PARAMETER|OWNED)\b`;

/** Beginnings of statements that pg_dump 13 to 18 writes at the top of a plain dump, but for SET, SELECT and COPY. */
const WRITTEN: readonly RegExp[] = [
  new RegExp(String.raw`^(?:CREATE|ALTER|DROP)(?!${SHARED})\s`, 'i'),
  new RegExp(String.raw`^COMMENT\s+ON(?!${SHARED})\s`, 'i'),
  new RegExp(String.raw`^SECURITY\s+LABEL\s+(?:FOR\s+\S+\s+)?ON(?!${SHARED})\s`, 'i'),
  new RegExp(String.raw`^(?:GRANT|REVOKE)\s(?![\s\S]*\sON${SHARED})[\s\S]*\sON\s`, 'i'),
  /^REFRESH\s+MATERIALIZED\s+VIEW\s/i,
  /^INSERT\s+INTO\s/i,
  // For grants that somebody else than the owner gave.
  /^(?:RESET\s+SESSION\s+AUTHORIZATION|SET\s+SESSION\s+AUTHORIZATION\s+\S+|SET\s+ROLE\s+\S+)$/i,
];

/** A subscription would connect to its server; pg_dump writes it so that it does not. */
const CONNECTS = /^CREATE\s+SUBSCRIPTION\s(?![\s\S]*\bconnect\s*=\s*false\b)/i;

/** The only calls, with nothing but literals, so that no other function runs. */
const CALLS: readonly RegExp[] = [
  /^SELECT pg_catalog\.set_config\('', '', false\)$/,
  /^SELECT pg_catalog\.setval\('', -?\d+, (?:true|false)\)$/,
  /^SELECT \* FROM pg_catalog\.pg_restore_\w+_stats\((?:\s*''(?:::[a-z ]+(?:\[\])?)?,?)*\s*\)$/,
  /^SELECT pg_catalog\.lo_unlink\(oid\) FROM pg_catalog\.pg_largeobject_metadata WHERE oid = ''$/,
];
const LARGE_OBJECT_CALL = /^SELECT pg_catalog\.lo(?:_create|_open|_close|write)\((?:''|\d+)(?:, (?:''|\d+))?\)$/;

const SETTINGS = new Set(
  `statement_timeout lock_timeout idle_in_transaction_session_timeout transaction_timeout client_encoding standard_conforming_strings
   search_path check_function_bodies xmloption client_min_messages escape_string_warning row_security default_tablespace
   default_table_access_method default_with_oids`.split(/\s+/),
);
/** Those of a server: no byte of theirs beyond ASCII is a backslash or a quote, as some of SJIS and BIG5 are. */
const SAFE_ENCODING =
  /^'(?:UTF8|SQL_ASCII|LATIN(?:[1-9]|10)|ISO_8859_[5-8]|WIN(?:125[0-8]|866|874)|KOI8[RU]|EUC_(?:CN|JP|JIS_2004|KR|TW)|MULE_INTERNAL)'$/i;

/** Whether pg_dump could have written it; `encoding` is what the dump has declared before. */
export function isWritten(statement: Statement, encoding: string | undefined): boolean {
  const { text, shape, isWhole } = statement;
  const [, setting, value = ''] = /^SET\s+(\w+)(?:\s*=\s*|\s+TO\s+)([\s\S]+)$/i.exec(text) ?? [];
  if (setting !== undefined) return isWhole && isHarmless(setting.toLowerCase(), value, encoding);
  if (/^SELECT\b/i.test(shape)) return isCall(statement) || isLargeObjectCall(statement);
  return WRITTEN.some((beginning) => beginning.test(shape)) && !CONNECTS.test(shape);
}

/** A call that writes a large object; pg_dump puts these into a transaction of their own. */
export function isLargeObjectCall({ shape, isWhole }: Statement): boolean {
  return isWhole && LARGE_OBJECT_CALL.test(shape);
}

function isCall({ text, shape, isWhole }: Statement): boolean {
  // Another setting than the path would be one that SET may not change either.
  if (text.includes('.set_config(') && !text.startsWith("SELECT pg_catalog.set_config('search_path', '")) return false;
  return isWhole && CALLS.some((call) => call.test(shape));
}

/** Whether it can stand in the body of a function that is written in SQL; the server takes nothing else there. */
export function isOfBody(shape: string): boolean {
  return /^(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH|VALUES|TABLE|RETURN|END|\()/i.test(shape) || shape === '';
}

/** A statement for people: without its strings, which may hold secrets. */
export function shown(shape: string): string {
  return plain(Buffer.from(shape.replaceAll(/\s+/g, ' '), 'latin1').toString('utf8'), 60);
}

function isHarmless(name: string, value: string, dumpEncoding: string | undefined): boolean {
  if (name === 'standard_conforming_strings') return /^(?:on|'on')$/i.test(value);
  if (name === 'client_encoding') return SAFE_ENCODING.test(value) && (dumpEncoding === undefined || value === `'${dumpEncoding}'`);
  return SETTINGS.has(name) && /^(?:'[^']*'|[\w, ".$-]+)$/.test(value);
}
