import type { Finding, Table } from '../../core/finding.ts';
import { plain } from '../../lib/foreign.ts';
import { plural } from '../../lib/words.ts';
import type { Pending } from '../../ports/updates.ts';

/** Packages with a newer version as rows, those that close a hole first. */
export function pendingTable(pending: readonly Pending[]): Table {
  const sorted = pending.toSorted(
    (left, right) => Number(right.isSecurity === true) - Number(left.isSecurity === true) || left.name.localeCompare(right.name),
  );
  return {
    columns: [{ title: 'package' }, { title: 'installed' }, { title: 'available' }, { title: 'for' }],
    rows: sorted.map(({ name, installed, available, isSecurity }) => [
      plain(name, 40),
      plain(installed, 30),
      plain(available, 30),
      isSecurity === true ? 'security' : '',
    ]),
  };
}

/** How many packages of what the platform is built with are outdated; `where` says of which part, and ends the sentence. */
export function judgeOutdated(pending: readonly Pending[], { warn, where }: { readonly warn: number; readonly where: string }): Finding {
  const isBad = pending.length >= warn;
  const cure = 'Raise them in the sources, build, test, and bring the new image out; in the container they are gone with it.';
  return {
    status: isBad ? 'warn' : 'ok',
    summary: `${plural(pending.length, 'outdated package')} ${where}${isBad ? ` (warn ${warn})` : ''}.`,
    measure: { value: pending.length, unit: 'count' },
    table: pendingTable(pending),
    ...(isBad && { remedies: [{ kind: 'advice', text: cure }] }),
  };
}
