import { z } from 'zod';
import { ask, type Ask } from '../core/ask.ts';
import { BackupChoice } from '../core/names.ts';
import { defineTask } from '../core/task.ts';
import { compareCopy } from './restore/compare.ts';
import { lastLook } from './restore/last-look.ts';
import { planRestore } from './restore/plan.ts';
import { bringBackRedis, serveAgain } from './restore/redis.ts';
import { staleRestore } from './restore/stale.ts';
import { whoServes } from './restore/who-serves.ts';
import { RestoreWork, UNDO_DAYS } from './restore/work.ts';
import { swapDatabases } from './swap-databases.ts';

const MEBIBYTE = 1024 * 1024;

/** Brings an archive back beside the live database, compares it, and swaps the names. */
export const restoreBackup = defineTask({
  id: 'restore-backup',
  title: 'Restore a backup',
  why: 'Brings the data back to the moment of a verified backup.',
  procedures: ['S111', 'S118'],
  risk: 'destructive',
  input: z.object({
    backup: BackupChoice,
    redis: z.boolean().describe('brings back what Redis held too; without it Redis stays as it is').optional(),
  }),
  work: RestoreWork,
  needs: ['backups', 'database', 'services'],
  mutes: ['api-health', 'celery-workers'],
  locks: () => ['database', 'services', 'backups'],
  plan: planRestore,
  stale: staleRestore,
  steps: [
    {
      id: 'load',
      does: 'loading the archive into a fresh scratch database',
      async act(act, { archive, sha256, scratch, live }) {
        const { backups, database, signal } = act;
        // Begun again it drops its own leftover first.
        await database.recreate(scratch, live, signal);
        const onBytes = (done: number, of: number): void =>
          act.progress(Math.round(done / MEBIBYTE), Math.max(1, Math.round(of / MEBIBYTE)), 'MiB of the archive read:');
        await backups.load({ name: archive, sha256 }, scratch, onBytes, signal);
      },
    },
    { id: 'compare', does: 'comparing it with the archive', act: compareCopy },
    {
      id: 'stop',
      does: 'stopping what writes',
      again: true,
      act: ({ services, signal }, { stopped }) => services.stop(stopped, signal),
    },
    {
      id: 'swap',
      does: 'swapping the names',
      act: ({ database, signal }, { scratch, live, kept, rows, since, lost }) =>
        database.swap({ serve: scratch, as: live, keep: kept }, signal, lastLook(lost, rows, new Date(since))),
    },
    {
      id: 'redis',
      does: 'bringing back what Redis held',
      when: ({ redis }) => redis !== undefined,
      act: ({ backups, signal }, { redis }) => bringBackRedis({ backups, signal }, redis),
    },
  ],
  async settle({ backups, database, services, signal }, { live, stopped, redis }) {
    await database.allowConnections(live, signal);
    await serveAgain({ backups, services, signal }, { stopped, redis });
  },
  // From any point: first serving again, then tidying. After a finished swap the scratch name is gone, and nothing is thrown away.
  async cleanUp({ backups, database, services, signal }, { live, scratch, stopped, redis }) {
    await database.allowConnections(live, signal);
    await serveAgain({ backups, services, signal }, { stopped, redis });
    await database.drop(scratch, signal);
  },
  verify: whoServes,
  undoDays: UNDO_DAYS,
  undo: ({ kept, redis }): Ask => ask(swapDatabases, { serve: kept, ...(redis && { redis: redis.kept }) }),
});
