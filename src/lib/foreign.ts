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

const secretWords = 'password|passwd|pwd|secret|token|api[_-]?key|authorization|credential|private[_-]?key|cookie|_key|\\bpin';
// The rest of the name, the sign between, and quotes that may themselves be escaped, as in JSON within JSON.
const assigned = String.raw`[a-z0-9_.-]{0,100}\\{0,3}["']?\s{0,3}(?:=>|[:=]{1,2})\s{0,3}`;
const value = String.raw`[a-z]{0,2}\\{0,3}"(?:[^"\\\n]|\\.){0,2000}"?|[a-z]{0,2}\\{0,3}'(?:[^'\\\n]|\\.){0,2000}'?|[^\s,;&"'}]+`;

/** No pattern repeats a repetition, so a hostile line cannot hang the process. */
const secrets: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[\s\S]{0,8000}?-----END [A-Z ]{0,40}PRIVATE KEY-----|[\s\S]{0,8000})/g, '[private key]'],
  [/\b([a-z][a-z0-9+.-]{1,20}:\/\/)[^\s/@:]{0,200}:[^\s"'<>]{1,200}@/gi, '$1***@'],
  [/xox[a-z]-[A-Za-z0-9-]{5,}|xapp-[A-Za-z0-9-]{5,}/g, '***'],
  [/eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g, '***'],
  [/\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{6,}/gi, '$1 ***'],
  [/https:\/\/hooks\.slack\.com\/[^\s"'<>]+/gi, '***'],
  [new RegExp(`((?:${secretWords})${assigned})(?:${value})`, 'gi'), '$1***'],
  [/(\s--?[a-z-]{0,40}(?:password|passwd|secret|token|key)\s{1,3})[^\s-]\S*/gi, '$1***'],
  [/AKIA[0-9A-Z]{16}/g, '***'],
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
