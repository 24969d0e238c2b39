const LONGEST_NAME = 100;
const LONGEST_TEXT = 300;
const LONGEST_JSON = 8_000;

/** How things are shown in the traffic view: never with what opens a door. */
export interface Shown {
  /** A text of the workspace's own. */
  readonly masked: (text: string) => string;
  /** What somebody calls a thing, as the method in an address, which can be anything. */
  readonly named: (text: string) => string;
  /** A value: long texts are cut, and it is whole only where it is of a size that one reads. */
  readonly shortened: (value: unknown) => unknown;
}

/** What opens a door by its form: tokens, response_urls and other addresses with a key in them, trigger_ids. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/\b(xox[a-z](?:\.xox[a-z])?|xapp|control)-[\w.%-]+/g, '$1-…'],
  [/\b(ticket=|(?:response|upload(?:\/v\d+)?|files?)\/)[0-9A-Za-z_-]{16,}/g, '$1…'],
  [/\b\d{10,}\.\w+\.[0-9a-f]{32}\b/g, '…'],
];

/** `hidden` are secrets without a form by which they could be known, as the signing secret. */
export function createShown(hidden: readonly string[]): Shown {
  const masked = (text: string): string => {
    const known = hidden.filter((secret) => secret !== '').reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
    return forms.reduce((rest, [form, instead]) => rest.replaceAll(form, instead), known);
  };
  return {
    masked,
    named: (text) => cut(masked(text), LONGEST_NAME),
    shortened(value) {
      const json = masked(JSON.stringify(value, (key, each: unknown) => short(key, each, masked)) ?? 'null');
      const whole: unknown = json.length > LONGEST_JSON ? cut(json, LONGEST_JSON) : JSON.parse(json);
      return whole;
    },
  };
}

function short(key: string, value: unknown, masked: Shown['masked']): unknown {
  if (key === 'token') return '…';
  return typeof value === 'string' && !/^[[{]/.test(value) ? cut(masked(value), LONGEST_TEXT) : value;
}

function cut(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}…` : text;
}
