import { isWell } from '../core/finding.ts';
import type { Status } from '../core/finding.ts';
import { list } from '../lib/words.ts';
import type { RunPicture } from '../services/picture.ts';

/** In this order they are told: what got worse comes first. */
const kinds = ['new', 'worse', 'no longer known', 'better', 'recovered', 'no longer looked at', 'looked at again'] as const;
type Kind = (typeof kinds)[number];

/** So many names are read at a glance; more are counted. */
const named = 2;

/** What became of each check since the last time; nothing where there was none. */
export function changes({ checks, reported, before }: Pick<RunPicture, 'checks' | 'reported' | 'before'>): string {
  if (!before) return '';
  const then = new Map(before.map(({ check, status }) => [check, status]));
  const now = new Map(reported.map(({ check, status }) => [check, status]));
  const titleOf = (check: string): string => checks.find(({ id }) => id === check)?.title ?? check;
  const changed = [...new Set([...now.keys(), ...then.keys()])].map((check) => ({
    title: titleOf(check),
    kind: change(then.get(check) ?? 'skipped', now.get(check) ?? 'skipped'),
  }));
  const told = kinds.flatMap((kind) => {
    const titles = changed.filter((one) => one.kind === kind).map(({ title }) => title);
    if (titles.length === 0) return [];
    return [`${kind}: ${titles.length <= named ? list(titles) : titles.length}`];
  });
  return told.length === 0 ? '   ·   as the last time' : `   ·   since the last time ${told.join('; ')}`;
}

function change(then: Status, now: Status): Kind | undefined {
  if (then === now) return undefined;
  if (now === 'skipped') return 'no longer looked at';
  if (now === 'ok') return then === 'skipped' ? 'looked at again' : 'recovered';
  if (isWell({ status: then })) return 'new';
  if (now === 'unknown') return 'no longer known';
  return then === 'critical' ? 'better' : 'worse';
}
