const LONGEST_TEXT = 300;
const LONGEST_JSON = 8_000;

/** Tokens of every kind, as they stand in a text; only what kind they are is left of them. */
export function masked(text: string): string {
  return text.replaceAll(/\b(xox[a-z]|xapp|control)-[\w.-]+/g, '$1-…');
}

/** A value as the traffic view keeps it: without tokens, long texts cut, and whole only where it is of a size that one reads. */
export function shortened(value: unknown): unknown {
  const json = masked(JSON.stringify(value, (key, each: unknown) => short(key, each)) ?? 'null');
  const whole: unknown = json.length > LONGEST_JSON ? `${json.slice(0, LONGEST_JSON)}…` : JSON.parse(json);
  return whole;
}

function short(key: string, value: unknown): unknown {
  if (key === 'token') return '…';
  return typeof value === 'string' && value.length > LONGEST_TEXT && !/^[[{]/.test(value) ? `${value.slice(0, LONGEST_TEXT)}…` : value;
}
