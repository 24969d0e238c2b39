import { foreignCode } from '../lib/foreign.ts';
import { bytes, percent } from '../lib/words.ts';

/** What is known before a backup about the size that it will have. */
export interface Room {
  /** Where the archives lie. */
  readonly folder: string;
  readonly freeBytes: number;
  /** What everybody may fill of that disk: used and free together. */
  readonly usableBytes: number;
  readonly databaseBytes: number;
  /** Of the newest archive, where there is one. */
  readonly lastBytes?: number;
  /** Plain size of the files beside the dump. */
  readonly filesBytes: number;
}

const GROWTH = 1.3;
/** A packed dump is smaller than this share of its database. */
const PACKED_SHARE = 0.3;
/** A backup must not be what fills the disk: none is begun that would leave it fuller than this. */
export const FULLEST_PERCENT = 90;
const LEAST_FREE_SHARE = (100 - FULLEST_PERCENT) / 100;

type Sizes = Pick<Room, 'lastBytes' | 'filesBytes'> & Partial<Pick<Room, 'databaseBytes'>>;

/** The most that the next archive takes; less exactly where nobody can say how large the database is. */
export function neededBytes({ lastBytes = 0, databaseBytes = 0, filesBytes }: Sizes): number {
  return Math.round(Math.max(lastBytes * GROWTH, databaseBytes * PACKED_SHARE) + filesBytes);
}

/** Why there is no room for another archive; undefined when there is. */
export function whyNoRoom(room: Room): string | undefined {
  const needed = neededBytes(room);
  const left = room.freeBytes - needed;
  if (left >= room.usableBytes * LEAST_FREE_SHARE) return undefined;
  const leftShare = percent((Math.max(0, left) / room.usableBytes) * 100);
  const why = `${leftShare} of that disk would be left, and at least ${percent(LEAST_FREE_SHARE * 100)} must be`;
  const next = 'Make room there and ask again; `/bigshot backup list` names the archives.';
  return `The backup needs up to ${bytes(needed)}, and ${bytes(room.freeBytes)} are free at ${foreignCode(room.folder, 200)}: ${why}. ${next}`;
}
