import { tableKey } from '../../lib/table-key.ts';
import { createDumpLexer, type Statement } from './dump-lexer.ts';
import { isLargeObjectCall, isOfBody, isWritten, shown } from './dump-statements.ts';

/** What a plain dump says about itself once all of it has passed. */
export interface DumpReport {
  readonly bytes: number;
  /** Lines in the COPY blocks a table; those of the schema `public` without its name. */
  readonly rows: Readonly<Record<string, number>>;
  /** The line that pg_dump writes last was seen as the last statement-like thing. */
  readonly isComplete: boolean;
  /** Why it must not be given to psql, in sentences. */
  readonly problems: readonly string[];
  /** As `server_version_num`; 0 where the dump does not say. */
  readonly serverVersion: number;
  readonly encoding?: string;
  readonly extensions: readonly string[];
  /** It has rows outside of COPY blocks, which are not counted. */
  readonly hasInserts: boolean;
}

/** Watches a plain dump pass by. What `write` and `end` return is for psql: the same without `\restrict` lines and transactions of its own. */
export interface DumpScan {
  write(piece: Buffer): readonly Buffer[];
  end(): readonly Buffer[];
  report(): DumpReport;
}

const NEWLINE = 0x0a;
const LINE_LIMIT = 64 * 1024 * 1024;
const PROBLEM_LIMIT = 5;
const TRAILER = '-- PostgreSQL database dump complete';
const IDENTIFIER = String.raw`(?:"(?:[^"]|"")+"|[^\s."();]+)`;
const COPY = new RegExp(String.raw`^COPY\s+((?:${IDENTIFIER}\.)?${IDENTIFIER})\s*(?:\([\s\S]*\))?\s+FROM\s+stdin$`, 'i');

/**
 * A plain dump is a program for psql: outside of COPY data a backslash could run a shell command, and `COPY … PROGRAM` one on the server.
 * Both are problems, as is every statement that pg_dump never writes at the top. `\restrict` lines are taken out, because an older psql
 * does not know them and the loader sets its own.
 */
export function createDumpScan(): DumpScan {
  const rows = new Map<string, number>();
  const problems: string[] = [];
  const extensions: string[] = [];
  let bytes = 0;
  let serverVersion = 0;
  let encoding: string | undefined;
  let isComplete = false;
  let hasInserts = false;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let copying: string | undefined;
  let copied = 0;
  let isMidRow = false;
  let isInTransaction = false;
  let turns = 0;

  const lexer = createDumpLexer({
    statement(statement) {
      const { text } = statement;
      isComplete = false;
      if (isTransactionOf(statement)) return;
      const isUsual = isInTransaction ? isLargeObjectCall(statement) : /^COPY\b/i.test(text) || isWritten(statement, encoding);
      if (!isUsual) unwritten(/^SET\s/i.test(text) ? text : statement.shape);
      const copy = COPY.exec(text);
      if (copy) copying = tableName(copy[1] ?? '');
      else if (/^COPY\b/i.test(text)) problem('the dump has a COPY that does not read its own data');
      if (/^INSERT\s+INTO\b/i.test(text)) hasInserts = true;
      const extension = /^CREATE EXTENSION (?:IF NOT EXISTS )?("?)([^"\s]+)\1/i.exec(text)?.[2];
      if (extension !== undefined) extensions.push(extension);
      encoding ??= /^SET\s+client_encoding\s*(?:=|TO)\s*'([^']+)'$/i.exec(text)?.[1];
    },
    bodyPart(shape) {
      if (!isOfBody(shape)) unwritten(shape);
    },
    comment(text) {
      if (text === TRAILER) isComplete = lexer.isBetweenStatements();
      const version = /^-- Dumped from database version (\d+)\.(\d+)/.exec(text);
      if (version && serverVersion === 0) serverVersion = Number(version[1]) * 10_000 + Number(version[2]);
    },
    backslash: (text) => problem(`the dump holds the psql command ${text.slice(0, 40)} outside of data`),
  });

  function problem(text: string): void {
    if (problems.length < PROBLEM_LIMIT && !problems.includes(text)) problems.push(text);
  }
  function unwritten(what: string): void {
    problem(`the dump holds a statement that pg_dump does not write: ${shown(what)}`);
  }
  /** Large objects are written in a transaction of their own, which would end that of the loader. */
  function isTransactionOf({ shape }: Statement): boolean {
    if (!/^(?:BEGIN|COMMIT)$/.test(shape) || isInTransaction === (shape === 'BEGIN')) return false;
    isInTransaction = !isInTransaction;
    turns += 1;
    return true;
  }
  // The statement of a COPY must be the last of its line: what psql does with the rest differs between versions.
  function codeLine(line: Buffer): readonly Buffer[] {
    const text = line.toString('latin1').replace(/\r?\n$/, '');
    if (lexer.isBetweenStatements() && /^\\(?:un)?restrict [A-Za-z0-9]+$/.test(text)) return [];
    const before = copying;
    const turnsBefore = turns;
    lexer.line(`${text}\n`);
    if (turns !== turnsBefore) {
      if (text !== 'BEGIN;' && text !== 'COMMIT;') unwritten(text);
      return [];
    }
    if (copying !== before) {
      copied = 0;
      isMidRow = false;
      if (!text.endsWith(';')) problem('the dump has something behind a COPY statement in the same line');
    }
    return [line];
  }
  /** Counts rows from `at` on; returns where the block or what is known of it ends. */
  function copyData(data: Buffer, from: number): number {
    for (let at = from; at < data.length;) {
      if (!isMidRow && data[at] === 0x5c && data.length - at < 4 && data.indexOf(NEWLINE, at) === -1) return at;
      if (!isMidRow && isEndOfCopy(data, at)) {
        rows.set(copying ?? '', (rows.get(copying ?? '') ?? 0) + copied);
        copying = undefined;
        return data.indexOf(NEWLINE, at) + 1;
      }
      const end = data.indexOf(NEWLINE, at);
      isMidRow = end === -1;
      if (isMidRow) return data.length;
      copied += 1;
      at = end + 1;
    }
    return data.length;
  }
  function gather(piece: Buffer): Buffer | undefined {
    carried.push(piece);
    carriedBytes += piece.length;
    if (carriedBytes > LINE_LIMIT) throw new Error('the dump has a line of more than 64 MiB outside of data');
    if (copying === undefined && piece.indexOf(NEWLINE) === -1) return undefined;
    const data = carried.length === 1 ? piece : Buffer.concat(carried);
    carried = [];
    carriedBytes = 0;
    return data;
  }

  return {
    write(piece) {
      bytes += piece.length;
      const data = gather(piece);
      if (!data) return [];
      const passed: Buffer[] = [];
      let at = 0;
      while (at < data.length) {
        const from = at;
        const newline = copying === undefined ? data.indexOf(NEWLINE, at) : -1;
        if (copying !== undefined) at = copyData(data, at);
        else if (newline !== -1) at = newline + 1;
        if (at === from) break;
        const part = data.subarray(from, at);
        passed.push(...(newline === -1 ? [part] : codeLine(part)));
      }
      if (at < data.length) {
        carried = [data.subarray(at)];
        carriedBytes = data.length - at;
      }
      return passed;
    },
    end() {
      const rest = Buffer.concat(carried);
      carried = [];
      if (copying !== undefined) isComplete = false;
      return rest.length === 0 || copying !== undefined ? [rest] : codeLine(rest);
    },
    report: () => ({
      bytes,
      rows: Object.fromEntries(rows),
      isComplete: isComplete && copying === undefined && !isInTransaction && lexer.isBetweenStatements(),
      problems,
      serverVersion,
      extensions,
      hasInserts,
      ...(encoding === undefined ? {} : { encoding }),
    }),
  };
}

function isEndOfCopy(data: Buffer, at: number): boolean {
  if (data[at] !== 0x5c || data[at + 1] !== 0x2e) return false;
  return data[at + 2] === NEWLINE || (data[at + 2] === 0x0d && data[at + 3] === NEWLINE);
}

/** The key of a table as a dump writes it, with or without its schema; bytes of a name are UTF-8. */
function tableName(written: string): string {
  const parts = (written.match(new RegExp(IDENTIFIER, 'g')) ?? []).map((part) =>
    Buffer.from(part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part, 'latin1').toString('utf8'),
  );
  const [first = '', second] = parts;
  return second === undefined ? tableKey('public', first) : tableKey(first, second);
}
