import { listed } from './words.ts';
/**
 * The one way for foreign text (log lines, names, error messages, SQL) into Slack or a log:
 * control characters out, secrets masked, Slack's mark-up disarmed, cut by characters.
 * Slack asks for exactly `&`, `<` and `>` to be escaped, in this order; that disarms mentions, links and dates.
 */
export function foreign(text: string, limit = 500): string {
  return escape(plain(text, limit));
}

/** As `foreign`, in code style: one line between backticks, whose own backticks cannot end it. */
export function foreignCode(text: string, limit = 500): string {
  const safe = foreign(text.replaceAll(/\s+/g, ' ').replaceAll('`', "'").trim(), limit);
  return safe.trim() === '' ? '' : `\`${safe}\``;
}

/** So many of them as `foreignCode`, and the others counted: "`a`, `b` and 7 more". */
export function foreignCodes(texts: readonly string[], most: number, limit = 80): string {
  return listed(
    texts.map((text) => foreignCode(text, limit)),
    most,
  );
}

/** Foreign text for a place that knows no mark-up (a log field, a terminal): masked and cut, not escaped. */
export function plain(text: string, limit = 4000): string {
  const readable = Math.max(READABLE, 4 * limit);
  if (text.length <= readable) return cut(maskSecrets(withoutControls(text)), limit);
  // Nobody reads more than that, and masking a megabyte would take its time. The end may hold half a secret, so it goes.
  return cut(`${maskSecrets(withoutControls(text.slice(0, readable))).slice(0, -LONGEST_HALF)}…`, limit);
}

const READABLE = 20_000;
const LONGEST_HALF = 2500;

export function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const secretWords =
  'password|passwd|pwd|requirepass|masterauth|secret|token|api[_-]?key|authorization|credential|private[_-]?key|cookie|_key|\\bpin(?:code)?(?![a-z])';
// The sign between a name and its value, and quotes that may themselves be escaped, as in JSON within JSON.
const sign = String.raw`\\{0,3}["']?\s{0,3}(?:=>|[:=]{1,2})\s{0,3}`;
// SQL doubles a quote inside quotes.
const quoted = String.raw`[a-z]{0,2}\\{0,3}"(?:[^"\\\n]|\\.|""){0,2000}"?|[a-z]{0,2}\\{0,3}'(?:[^'\\\n]|\\.|''){0,2000}'?`;
const value = String.raw`${quoted}|[^\s,;&"'}]+`;
const dollarQuoted = String.raw`\$[a-z_]{0,20}\$[^$\n]{0,200}`;
const option = '(?:pass(?:word|wd|phrase)?|secret|token|key)';
// Alone or at the end of a name, but neither "compass: north" nor "passed: 12".
const pass = String.raw`(?<!com|by|over|under|sur|tres)pass(?:code|key)?\d{0,3}(?:_(?!count|percent|rate|through)[a-z0-9_]{1,40})?`;
// What follows in a sentence about it, and not in a command with it.
const sentence =
  '(?:and|are|by|called|command|disabled|enabled|errors?|fail|failed|failure|for|has|headers?|in|is|methods?|not|of|on|or|required|succeeded|to|was|with|without)(?:[\\s.,:;]|$)';

/** No pattern repeats a repetition, so a hostile line cannot hang the process. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]{0,8000}?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\s\S]{0,8000})/g, '[private key]'],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{0,200}:[^\s"'<>]{1,200}@/gi, '$1***@'],
  [/xox[a-z][.-][A-Za-z0-9.-]{5,}|xapp-[A-Za-z0-9-]{5,}/g, '***'],
  [/(?<![A-Za-z0-9])(?:gh[a-z]_|github_pat_|gl[a-z]{1,8}-|[rs]k_live_|AIza)[A-Za-z0-9_-]{10,}/g, '***'],
  // With a digit, because "sk-something-long" may be a name.
  [/(?<![A-Za-z0-9])sk-(?=[A-Za-z_-]{0,60}\d)[A-Za-z0-9_-]{10,}/g, '***'],
  [/eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, '***'],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, '$1 ***'],
  [/https:\/\/hooks\.slack\.com\/[^\s"'<>]+/gi, '***'],
  [/([?&;](?:ticket|sig|signature|auth|code|key|jwt|otp|sid)=)[^\s&"'<>]+/gi, '$1***'],
  // All that Cookie names, not only the first of them.
  [/(\bcookie["']?\s{0,3}:\s{0,3}["']?)[^\n"']{1,2000}/gi, '$1***'],
  // A phrase has spaces.
  [new RegExp(`(passphrase${sign})(?:${quoted}|[^\\n,;&"'}]{1,200})`, 'gi'), '$1***'],
  [new RegExp(`((?:${secretWords})[a-z0-9_.-]{0,100}${sign})(?:${value})`, 'gi'), '$1***'],
  [new RegExp(`((?:${pass}|sess(?:ion)?[_-]?(?:id|key))${sign})(?:${value})`, 'gi'), '$1***'],
  // Behind "session:" a sentence may go on, unless the name is quoted or the value is too long for a word.
  [new RegExp(`(session(?:\\s{0,3}=|\\\\{0,3}["']\\s{0,3}[:=])\\s{0,3})(?:${value})`, 'gi'), '$1***'],
  [/(session:\s{0,3})[\w.+/=-]{16,}/gi, '$1***'],
  [new RegExp(`((?:(?:password|passwd)(?:\\s{1,3}by)?|identified\\s{1,3}by)\\s{1,10})(?:${quoted}|${dollarQuoted})`, 'gi'), '$1***'],
  [/(\bIDENTIFIED BY\s{1,10})[^\s;,]+/g, '$1***'],
  [new RegExp(`(\\b(?:requirepass|masterauth)["']?\\s{1,3}(?!${sentence}))(?:${value})`, 'gi'), '$1***'],
  [
    new RegExp(
      `((?:\\bAUTH|["']auth)["']?\\s{1,3}(?!${sentence}))(?:${quoted}|\\S+)(?:[ \\t]{1,3}(?!${sentence})(?:${quoted}|\\S+))?`,
      'g',
    ),
    '$1***',
  ],
  [new RegExp(`((?<![\\w-])--?[a-z-]{0,40}${option}(?:\\s{1,3}|["']\\s{0,3},\\s{0,3}))(?:${quoted}|[^\\s"',-]\\S*)`, 'gi'), '$1***'],
  [/(\b(?:redis-cli\b[^\n]{0,200}?\s-a|curl\b[^\n]{0,200}?\s-u|sshpass\s-p)\s{0,3})[^\s-]\S*/g, '$1***'],
  [/A(?:KIA|SIA)[0-9A-Z]{16}/g, '***'],
  [/(debugger pin:?\s{0,3})[\d-]{5,}/gi, '$1***'],
];

export function maskSecrets(text: string): string {
  return secrets.reduce((masked, [pattern, replacement]) => masked.replace(pattern, replacement), text);
}

/** Bidirectional marks and control characters can make a line read as another one; half a character is no text. */
function withoutControls(text: string): string {
  return (
    text
      // oxlint-disable-next-line no-control-regex -- these are the characters to be removed
      .replaceAll(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00AD\u061C\u180E\u200B-\u200F\u2028-\u202E\u2060-\u2069\uFEFF]/g, '')
      .replaceAll(/\p{Surrogate}/gu, '\uFFFD')
  );
}

/** Cuts by code points and says so by an ellipsis; done before escaping, so never inside an entity. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const points = Array.from(text.slice(0, limit * 2));
  return points.length <= limit && text.length <= limit * 2 ? text : `${points.slice(0, Math.max(0, limit - 1)).join('')}…`;
}
