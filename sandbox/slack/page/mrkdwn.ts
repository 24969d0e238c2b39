/** A piece of text within a line, as Slack's mark-up means it. */
export type Inline =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'bold' | 'italic' | 'strike' | 'underline'; readonly of: readonly Inline[] }
  | { readonly is: 'code'; readonly text: string }
  | { readonly is: 'link'; readonly url: string; readonly label: string }
  | { readonly is: 'user' | 'channel' | 'group'; readonly id: string; readonly label: string | undefined }
  | { readonly is: 'broadcast'; readonly name: string }
  | { readonly is: 'date'; readonly unix: number; readonly format: string; readonly url: string | undefined; readonly fallback: string }
  | { readonly is: 'emoji'; readonly name: string }
  | { readonly is: 'color'; readonly value: string };

/** A line, a list of lines, or something that stands on its own. */
export type Part =
  | { readonly is: 'line'; readonly of: readonly Inline[] }
  | { readonly is: 'quote'; readonly of: readonly (readonly Inline[])[] }
  | { readonly is: 'list'; readonly of: readonly { readonly marker: string; readonly depth: number; readonly of: readonly Inline[] }[] }
  | { readonly is: 'pre'; readonly text: string };

/** Reads Slack's mark-up. Never fails: what is no mark-up is text. */
export function parseMrkdwn(text: string): readonly Part[] {
  const pieces = text.split('```');
  // An opening fence without a closing one is text.
  const closed = pieces.length % 2 === 1 ? pieces : [...pieces.slice(0, -2), pieces.slice(-2).join('```')];
  return closed.flatMap((piece, index) => {
    if (index % 2 === 1) return [{ is: 'pre', text: unescape(unlinked(piece).replace(/^\n|\n$/g, '')) } satisfies Part];
    // The line breaks around a fence belong to the fence.
    const begin = index > 0 && piece.startsWith('\n') ? 1 : 0;
    const end = index < closed.length - 1 && piece.endsWith('\n') ? piece.length - 1 : piece.length;
    return end <= begin && closed.length > 1 ? [] : linesOf(piece.slice(begin, end));
  });
}

function linesOf(text: string): readonly Part[] {
  return text.split('\n').reduce<readonly Part[]>((parts, line) => {
    const last = parts.at(-1);
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line)?.[1];
    if (quoted !== undefined) {
      return last?.is === 'quote'
        ? [...parts.slice(0, -1), { is: 'quote', of: [...last.of, parseInline(quoted)] }]
        : [...parts, { is: 'quote', of: [parseInline(quoted)] }];
    }
    const item = /^(\s*)([•◦▪-]|\d{1,3}\.)\s+(\S.*)$/.exec(line);
    if (!item) return [...parts, { is: 'line', of: parseInline(line) }];
    const entry = {
      marker: item[2] === '-' ? '•' : (item[2] ?? ''),
      depth: Math.min(4, Math.floor((item[1] ?? '').length / 2)),
      of: parseInline(item[3] ?? ''),
    };
    return last?.is === 'list' ? [...parts.slice(0, -1), { is: 'list', of: [...last.of, entry] }] : [...parts, { is: 'list', of: [entry] }];
  }, []);
}

type Marker = '*' | '_' | '~';

const DEEPEST = 4;

const styles: Readonly<Record<Marker, 'bold' | 'italic' | 'strike'>> = { '*': 'bold', _: 'italic', '~': 'strike' };
const isMarker = (character: string): character is Marker => Object.hasOwn(styles, character);

/** Reads one line. A marker that found no partner is not looked for again, and nesting ends somewhere, so hostile text costs little. */
export function parseInline(line: string, depth = 0): readonly Inline[] {
  const found: Inline[] = [];
  const hopeless = new Set<string>(depth < DEEPEST ? [] : Object.keys(styles));
  let plain = '';
  let at = 0;
  const add = (inline: Inline, length: number): void => {
    if (plain !== '') found.push({ is: 'text', text: unescape(plain) });
    plain = '';
    found.push(inline);
    at += length;
  };
  while (at < line.length) {
    const character = line.charAt(at);
    const piece = pieceAt(line, at, hopeless, depth);
    if (piece) add(piece.inline, piece.length);
    else {
      plain += character;
      at += 1;
    }
  }
  if (plain !== '') found.push({ is: 'text', text: unescape(plain) });
  return found;
}

interface Piece {
  readonly inline: Inline;
  readonly length: number;
}

function pieceAt(line: string, at: number, hopeless: Set<string>, depth: number): Piece | undefined {
  const character = line.charAt(at);
  if (character === '`') {
    const end = line.indexOf('`', at + 1);
    return end > at + 1 ? { inline: { is: 'code', text: unescape(unlinked(line.slice(at + 1, end))) }, length: end - at + 1 } : undefined;
  }
  if (character === '<') {
    const end = line.indexOf('>', at);
    return end > at + 1 ? { inline: tokenOf(line.slice(at + 1, end)), length: end - at + 1 } : undefined;
  }
  if (character === ':') {
    const name = /^:([a-z0-9_+'-]{1,60}(?:::skin-tone-[2-6])?):/.exec(line.slice(at, at + 80))?.[1];
    return name === undefined ? undefined : { inline: { is: 'emoji', name }, length: name.length + 2 };
  }
  return isMarker(character) ? styledAt(line, at, character, hopeless, depth) : undefined;
}

function styledAt(line: string, at: number, marker: Marker, hopeless: Set<string>, depth: number): Piece | undefined {
  const following = line.charAt(at + 1);
  if (hopeless.has(marker) || isWord(line.charAt(at - 1)) || following === marker || following.trim() === '') return undefined;
  const end = closing(line, at + 1, marker);
  if (end === undefined) {
    hopeless.add(marker);
    return undefined;
  }
  return { inline: { is: styles[marker], of: parseInline(line.slice(at + 1, end), depth + 1) }, length: end - at + 1 };
}

/** Where the marker ends what it began: not inside code or a token, behind a visible character, and not inside a word. */
function closing(line: string, from: number, marker: string): number | undefined {
  for (let at = from; at < line.length; at += 1) {
    const character = line.charAt(at);
    const partner = character === '`' ? '`' : character === '<' ? '>' : undefined;
    const end = partner === undefined ? -1 : line.indexOf(partner, at + 1);
    if (end > 0) at = end;
    else if (character === marker && at > from && !/\s/.test(line.charAt(at - 1)) && !isWord(line.charAt(at + 1))) return at;
  }
  return undefined;
}

function isWord(character: string): boolean {
  return /[\p{L}\p{N}]/u.test(character);
}

/** What stands between `<` and `>`. */
function tokenOf(token: string): Inline {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? undefined : unescape(token.slice(bar + 1));
  if (target.startsWith('@')) return { is: 'user', id: target.slice(1), label };
  if (target.startsWith('#')) return { is: 'channel', id: target.slice(1), label };
  if (target.startsWith('!subteam^')) return { is: 'group', id: target.slice(9), label };
  const date = /^!date\^(\d{1,12})\^([^^]*)(?:\^(.*))?$/.exec(target);
  if (date) return { is: 'date', unix: Number(date[1]), format: unescape(date[2] ?? ''), url: safeUrl(date[3]), fallback: label ?? '' };
  if (target.startsWith('!')) return { is: 'broadcast', name: label ?? target.slice(1) };
  const url = safeUrl(unescape(target));
  return url === undefined ? { is: 'text', text: unescape(`<${token}>`) } : { is: 'link', url, label: label || url };
}

/** Only addresses that cannot run anything. */
export function safeUrl(url: string | undefined): string | undefined {
  return url !== undefined && /^(?:https?:\/\/|mailto:)/i.test(url) ? url : undefined;
}

/** In code a link is its text. */
function unlinked(text: string): string {
  return text.replaceAll(/<(https?:\/\/[^|>]*)(?:\|([^>]*))?>/g, (_whole, url: string, label: string | undefined) => label ?? url);
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
