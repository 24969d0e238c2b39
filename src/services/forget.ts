import { forgetVerifications } from '../store/archives.ts';
import { deleteOldReads } from '../store/old-reads.ts';
import { thinSamples } from '../store/samples.ts';
import type { WorkerDeps } from './deps.ts';

const keepDays = 90;
/** Far more than are asked for between two calls, and few enough for one statement. */
const batch = 200;
const listLimitMs = 10_000;

/** Forgets a batch of what is too old to be of use: reads that ended long ago, and what is known of archives that are gone; of old samples a few are enough. */
export async function forgetOld({ store, environment, ports }: Pick<WorkerDeps, 'store' | 'environment' | 'ports'>): Promise<number> {
  const deleted = await deleteOldReads(store, keepDays, batch);
  await thinSamples(store, environment);
  if (!('absent' in ports.backups)) {
    const { archives } = await ports.backups.list(AbortSignal.timeout(listLimitMs));
    // An empty folder may be one that is not mounted now.
    const names = archives.map(({ name }) => name);
    if (names.length > 0) await forgetVerifications(store, environment, { except: names, olderThanDays: keepDays });
  }
  return deleted;
}
