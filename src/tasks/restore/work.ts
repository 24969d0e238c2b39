import { z } from 'zod';
import { BackupName } from '../../core/names.ts';
import { RedisWork } from './redis.ts';

const Rows = z.record(z.string(), z.number());

/** Another restore keeps the name and changes the number; 0 is none: plans of an earlier version did not name it. */
export const Oid = z.number().default(0);

/** Everything that the steps, the cleaning up, the verification and the undo of a restore need, fixed when it is planned. */
export const RestoreWork = z.object({
  archive: BackupName,
  sha256: z.string(),
  live: z.string(),
  /** The number of the database that served when the losses were counted. */
  liveOid: Oid,
  scratch: z.string(),
  kept: z.string(),
  /** Services that are stopped around the swap. */
  stopped: z.array(z.string()),
  /** Rows of the archive, a table. */
  rows: Rows,
  /** A row of the present database that was written after this is not in the archive. */
  since: z.iso.datetime(),
  /** Rows that would be lost, a table, as people approved them. */
  lost: Rows,
  /** As the archive says; a legacy one does not. */
  indexes: z.number().optional(),
  constraints: z.number().optional(),
  redis: RedisWork.optional(),
});
export type RestoreWork = z.infer<typeof RestoreWork>;

export const UNDO_DAYS = 7;

/** Why a plan about one database does not hold for the one that has its name by now. */
export function replaced(name: string, oid: number, now: { readonly oid: number } | undefined): string | undefined {
  return now && now.oid !== oid
    ? `${name} is another database by now: it was replaced by a restore or an undo since this was planned`
    : undefined;
}

/** The name that the present database gets, after the run that put it aside. */
export function keptName(live: string, runId: number): string {
  return `${live}_before_${runId}`;
}

/** What becomes of the present database, for the plan. */
export function keptInWords(kept: string): string {
  return `the present database is kept as ${kept}: for ${UNDO_DAYS} days one can ask to swap it back, and it stays until \`run drop-kept-databases\` is approved`;
}

/** PostgreSQL would cut a longer name without a word. */
export function isTooLong(name: string): boolean {
  return Buffer.byteLength(name) > 63;
}

export function scratchName(live: string, runId: number): string {
  return `${live}_scratch_${runId}`;
}
