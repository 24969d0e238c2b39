import type { Table } from '../../core/finding.ts';
import { plain } from '../../lib/foreign.ts';
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
