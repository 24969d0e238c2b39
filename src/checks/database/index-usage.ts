import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding, Table } from '../../core/finding.ts';
import { foreign, foreignCode, plain } from '../../lib/foreign.ts';
import { bytes, count, list, plural } from '../../lib/words.ts';
import type { IndexUse } from '../../ports/statistics.ts';
import { countedSince } from './counted-since.ts';

const dayMs = 86_400_000;

const Limits = z.object({
  days: z
    .number()
    .default(35)
    .describe('days that must have been counted before an index is called unused: a month’s end must be among them'),
  leastMiB: z.number().default(1).describe('MiB below which an unused index is not worth a word'),
});

interface Measure {
  readonly indexes: readonly IndexUse[];
  readonly since?: Date;
  readonly now: Date;
}

/** It only ever suggests: an index that nobody reads here may be read on a replica, or hold up a foreign key. */
export const indexUsage = defineCheck({
  id: 'index-usage',
  title: 'Indexes',
  why: 'An index that nobody reads costs at every write; a broken one costs and helps nobody.',
  procedures: ['S46', 'S62'],
  limits: Limits,
  needs: ['statistics'],
  probe: async ({ statistics, now, signal }): Promise<Measure> => ({ ...(await statistics.indexes(signal)), now }),
  judge: (measure, limits) => {
    const broken = measure.indexes.filter(({ isValid }) => !isValid).map(invalid);
    return [...broken, usage(measure, limits)];
  },
});

function invalid({ index, table, bytes: size }: IndexUse): Finding {
  const rest = /_cc(new|old)\d*$/.exec(index)?.[1];
  const cause =
    rest === undefined ? 'building it has failed' : `a rebuild that was cut has left ${rest === 'new' ? 'its half' : 'the old one'}`;
  return {
    status: 'warn',
    subject: foreign(index, 80),
    summary: `The index ${foreignCode(index, 80)} of ${foreignCode(table, 80)} is invalid: ${cause}, so it costs at every write${size === null ? '' : `, takes ${bytes(size)}`} and is never read.`,
    remedies: [{ kind: 'advice', text: 'Drop it with DROP INDEX CONCURRENTLY, and build it anew if its columns are searched.' }],
  };
}

function usage({ indexes, since, now }: Measure, { days, leastMiB }: z.output<typeof Limits>): Finding {
  const double = indexes.flatMap((one) => redundancyOf(one, indexes));
  const counted = since === undefined ? undefined : (now.getTime() - since.getTime()) / dayMs;
  const isLong = counted !== undefined && counted >= days;
  const unused = indexes.filter((one) => isIdle(one) && (one.bytes ?? 0) >= leastMiB * 1024 ** 2);
  const size = bytes(unused.reduce((sum, one) => sum + (one.bytes ?? 0), 0));
  const counting = countedSince(since ? { since } : {}, now);
  const parts = [
    unused.length === 0
      ? `no large index is without use ${counting}`
      : isLong
        ? `${plural(unused.length, 'index', 'indexes')} of ${size} ${unused.length === 1 ? 'was' : 'were'} not read ${counting}: worth a look`
        : `${plural(unused.length, 'index', 'indexes')} of ${size} ${unused.length === 1 ? 'was' : 'were'} not read ${counting}, which is too short to tell (${days} days)`,
    ...(double.length === 0 ? [] : [`${double.length} ${double.length === 1 ? 'is' : 'are'} covered by another`]),
  ];
  return {
    status: 'ok',
    summary: `${plural(indexes.length, 'index', 'indexes')}: ${list(parts)}.`,
    evidence: double.slice(0, 8),
    table: tableOf(indexes),
  };
}

/** Zero scans of one that is unique, bound to a constraint or under a foreign key says nothing about its use. */
function isIdle({ scans, isUnique, isBound, isValid, supportsForeignKey }: IndexUse): boolean {
  return scans === 0 && isValid && !isUnique && !isBound && !supportsForeignKey;
}

/** Another index of the same table begins with all columns of this one, so whatever this one answers, that one answers. */
function redundancyOf(one: IndexUse, all: readonly IndexUse[]): readonly string[] {
  const { keys } = one;
  if (!keys || one.isUnique || one.isBound || !one.isValid) return [];
  const cover = all.find(
    (other) =>
      other !== one &&
      other.table === one.table &&
      other.method === one.method &&
      other.isValid &&
      other.keys !== undefined &&
      keys.every((key, place) => other.keys?.[place] === key) &&
      // Of two alike the one that is bound stays, or the one that comes first by name.
      (other.keys.length > keys.length || other.isUnique || other.isBound || other.index < one.index),
  );
  return cover ? [`${foreignCode(one.index, 80)} is covered by ${foreignCode(cover.index, 80)} of ${foreignCode(one.table, 80)}`] : [];
}

function tableOf(indexes: readonly IndexUse[]): Table {
  const largest = indexes.toSorted((left, right) => left.scans - right.scans || (right.bytes ?? 0) - (left.bytes ?? 0)).slice(0, 15);
  return {
    columns: [
      { title: 'index' },
      { title: 'table' },
      { title: 'scans', is: 'number' },
      { title: 'size', is: 'number' },
      { title: 'needed as' },
    ],
    rows: largest.map((one) => [
      plain(one.index, 40),
      plain(one.table, 30),
      count(one.scans),
      one.bytes === null ? '?' : bytes(one.bytes),
      one.isBound ? 'constraint' : one.isUnique ? 'unique' : one.supportsForeignKey ? 'foreign key' : '',
    ]),
  };
}
