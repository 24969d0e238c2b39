/** Where a limit comes from: the check's own default, or `checks.<id>` of the configuration. */
export type LimitSource = 'default' | 'bigshot.yml';

type Limits = Readonly<Record<string, unknown>>;

/**
 * Whose limits these are. A check may have several pairs (`warn` and `critical`, `oldestWarn` and `oldestCritical`): it is the one that
 * has these values; where none has them, since the check counts in another unit than its limits, all count. A check without limits of
 * its own is one of the configuration's.
 */
export function sourceOf(threshold: { readonly warn: number; readonly critical: number }, used: Limits, configured: Limits): LimitSource {
  const names = Object.keys(used);
  if (names.length === 0) return 'bigshot.yml';
  const pairOf = (name: string): string => name.replace(/warn|critical/i, '');
  const pairs = names.map((name) => names.filter((other) => pairOf(other) === pairOf(name)));
  const has = (pair: readonly string[]): boolean =>
    [threshold.warn, threshold.critical].every((value) => pair.some((name) => used[name] === value));
  const inPlay = pairs.find(has) ?? names;
  return inPlay.some((name) => Object.hasOwn(configured, name)) ? 'bigshot.yml' : 'default';
}
