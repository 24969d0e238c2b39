/** What the lexer of psql would be in the middle of; in anything but code a backslash is only a character. */
type Mode =
  | { readonly in: 'code' }
  | { readonly in: 'string'; readonly quote: "'" | '"'; readonly escapes: boolean }
  | { readonly in: 'dollar'; readonly tag: string }
  | { readonly in: 'comment'; readonly depth: number };

/** One statement without its comments and its semicolon. */
export interface Statement {
  /** Its first 4,000 characters, or some more. */
  readonly text: string;
  /** The same with nothing in its strings and quoted names, so that no word in them can pass for code. */
  readonly shape: string;
  /** Nothing of the shape was cut off. */
  readonly isWhole: boolean;
}

export interface LexerVisitor {
  statement(statement: Statement): void;
  /** What stands between two semicolons in the body of a function that is written in SQL. */
  bodyPart(shape: string): void;
  /** A comment of one line, whole. */
  comment(text: string): void;
  /** A backslash where psql would take a command. */
  backslash(text: string): void;
}

const KEPT = 4000;
const ROUTINE = /^CREATE\s+(?:OR\s+REPLACE\s+)?(?:FUNCTION|PROCEDURE)\b/i;

/** Splits SQL that comes line by line into statements, the way psql does. Lines are latin1, so that a character is a byte. */
export function createDumpLexer(visitor: LexerVisitor): { line(text: string): void; isBetweenStatements(): boolean } {
  let mode: Mode = { in: 'code' };
  let statement = '';
  let shape = '';
  let isWhole = true;
  let parentheses = 0;
  let blocks = 0;
  let part = '';

  function keep(text: string, itsShape = text): void {
    if (blocks > 0) part = `${part}${itsShape}`.trimStart().slice(0, KEPT);
    if (statement.length < KEPT) statement += statement === '' ? text.trimStart() : text;
    if (shape.length < KEPT) shape += shape === '' ? itsShape.trimStart() : itsShape;
    else isWhole = false;
  }
  /** psql keeps the body of a routine together by counting these words; so what it sends as one is seen as one here. */
  function keepWords(text: string, from: number, to: number): void {
    keep(text.slice(from, to));
    if (parentheses > 0 || !ROUTINE.test(shape)) return;
    const words = /(?<![\w$\u0080-\u00ff])(?:begin|case|end)(?![\w$\u0080-\u00ff])/gi;
    words.lastIndex = from;
    for (let found = words.exec(text); found && found.index < to; found = words.exec(text)) {
      const word = found[0].toLowerCase();
      if (word === 'end') blocks = Math.max(0, blocks - 1);
      else if (blocks > 0) blocks += 1;
      else if (word === 'begin') begin(text, found.index, to);
    }
  }
  function begin(text: string, at: number, to: number): void {
    blocks = 1;
    const opening = /begin\s+atomic\b/iy;
    opening.lastIndex = at;
    // Without the second word it is no body, only a word for which psql takes it.
    part = text.slice(opening.test(text) ? opening.lastIndex : at, to).trimStart();
  }
  function code(text: string, from: number): number {
    const special = /['"$;()\\]|--|\/\*/g;
    special.lastIndex = from;
    const found = special.exec(text);
    const at = found?.index ?? text.length;
    keepWords(text, from, at);
    switch (found?.[0]) {
      case undefined:
        return text.length;
      case '--':
        visitor.comment(text.slice(at).trimEnd());
        return text.length;
      case '/*':
        mode = { in: 'comment', depth: 1 };
        return at + 2;
      case '\\':
        visitor.backslash(text.slice(at).trimEnd());
        return text.length;
      case ';':
        return semicolon(at);
      case '$':
        return dollar(text, at);
      default:
        return other(text, at, found?.[0] ?? '');
    }
  }
  function semicolon(at: number): number {
    if (parentheses > 0) {
      keep(';');
      return at + 1;
    }
    if (part !== '') visitor.bodyPart(part.trim());
    if (blocks > 0) keep(';');
    part = '';
    if (blocks > 0) return at + 1;
    const whole = { text: statement.trim(), shape: shape.trim(), isWhole };
    [statement, shape, isWhole] = ['', '', true];
    if (whole.text !== '') visitor.statement(whole);
    return at + 1;
  }
  function dollar(text: string, at: number): number {
    const opening = /\$(?:[A-Za-z_\u0080-\u00ff][A-Za-z0-9_\u0080-\u00ff]*)?\$/y;
    opening.lastIndex = at;
    const tag = isWordBefore(text, at) ? undefined : opening.exec(text)?.[0];
    if (tag !== undefined) mode = { in: 'dollar', tag };
    keep(tag ?? '$', tag === undefined ? '$' : '$$');
    return at + (tag?.length ?? 1);
  }
  function other(text: string, at: number, sign: string): number {
    if (sign === '(') parentheses += 1;
    if (sign === ')') parentheses = Math.max(0, parentheses - 1);
    if (sign === "'" || sign === '"') {
      const before = text[at - 1];
      const escapes = sign === "'" && (before === 'E' || before === 'e') && !isWordBefore(text, at - 1);
      mode = { in: 'string', quote: sign, escapes };
    }
    keep(sign);
    return at + 1;
  }
  function inString(text: string, from: number, { quote, escapes }: Extract<Mode, { in: 'string' }>): number {
    for (let at = from; at < text.length; at += 1) {
      if (escapes && text[at] === '\\') at += 1;
      else if (text[at] === quote) {
        if (text[at + 1] !== quote) {
          keep(text.slice(from, at + 1), quote);
          mode = { in: 'code' };
          return at + 1;
        }
        at += 1;
      }
    }
    keep(text.slice(from), '');
    return text.length;
  }
  function inDollar(text: string, from: number, tag: string): number {
    const at = text.indexOf(tag, from);
    const end = at === -1 ? text.length : at + tag.length;
    keep(text.slice(from, end), at === -1 ? '' : '$$');
    if (at !== -1) mode = { in: 'code' };
    return end;
  }
  function inComment(text: string, from: number, depth: number): number {
    const sign = /\*\/|\/\*/g;
    sign.lastIndex = from;
    const found = sign.exec(text);
    if (!found) return text.length;
    const left = found[0] === '*/' ? depth - 1 : depth + 1;
    mode = left === 0 ? { in: 'code' } : { in: 'comment', depth: left };
    return found.index + 2;
  }

  return {
    line(text) {
      for (let at = 0; at < text.length;) {
        if (mode.in === 'code') at = code(text, at);
        else if (mode.in === 'string') at = inString(text, at, mode);
        else if (mode.in === 'dollar') at = inDollar(text, at, mode.tag);
        else at = inComment(text, at, mode.depth);
      }
    },
    isBetweenStatements: () => mode.in === 'code' && statement.trim() === '' && parentheses === 0,
  };
}

function isWordBefore(text: string, at: number): boolean {
  return at > 0 && /[A-Za-z0-9_$\u0080-\u00ff]/.test(text[at - 1] ?? '');
}
