import { createWriteStream } from 'node:fs';
import { copyFile, mkdir, open, readFile, rename, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Redis } from 'ioredis';
import type { Made } from '../certificate.ts';
import { mark, stamp, writeArchive } from './archive.ts';
import { dumpDatabase, dumpUntil } from './dump.ts';

export interface BackupOptions {
  /** The platform's folder. */
  readonly folder: string;
  readonly databaseUrl: string;
  readonly redis: Redis | undefined;
}

/**
 * Makes the backups that an installation of some age has: good ones, a corrupt, a truncated and an old one, and rubble.
 * Done once a folder; skipped with the reason where `pg_dump` is missing or refuses.
 */
export async function makeBackups(options: BackupOptions): Promise<Made> {
  const done = join(options.folder, 'backups-made');
  if (await stat(done).catch(() => undefined)) return { is: 'kept' };
  // Beside the archives, so that a finished one is moved among them at once; one that was cut is cleared by the next start.
  const work = join(options.folder, 'backups-in-work');
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { mode: 0o700 });
  try {
    const dump = join(work, 'dump.sql');
    const why = await dumpDatabase(options.databaseUrl, dump);
    if (why !== undefined) return { is: 'skipped', why };
    await makeAll(options, work, dump);
    await mark(done);
    return { is: 'made' };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function makeAll({ folder, redis }: BackupOptions, work: string, dump: string): Promise<void> {
  const backups = join(folder, 'backups');
  const now = new Date();
  const redisDump = redis && (await saveRedis(redis, join(work, 'redis.rdb')));
  const make = async (
    moment: Date,
    options: { readonly name?: string; readonly spoil?: (file: string) => Promise<void> } = {},
  ): Promise<void> => {
    const { name = `bigshot_backup_${stamp(moment)}`, spoil } = options;
    const then = join(work, 'then.sql');
    await pipeline(Readable.from(dumpUntil(dump, moment)), createWriteStream(then));
    const file = await writeArchive(work, name, moment, { folder, dump: then, redisDump });
    await spoil?.(file);
    await utimes(file, moment, moment);
    await rename(file, join(backups, basename(file)));
  };
  // The newest first: it is the one that somebody who tries the demo restores.
  await make(at(now, 1, 23));
  await make(at(now, 2, 23), { spoil: flipBytes });
  await make(at(now, 3, 23), { spoil: cutOff });
  await make(at(now, 4, 3), { name: `weekly-${stamp(at(now, 4, 3)).slice(0, 8)}` });
  await make(at(now, 40, 23));
  await leaveRubble(backups, folder, now);
}

function at(now: Date, daysAgo: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo, hour);
}

async function flipBytes(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  const { size } = await handle.stat();
  const place = Math.floor(size / 2);
  const bytes = Buffer.alloc(64);
  await handle.read(bytes, 0, bytes.length, place);
  await handle.write(Buffer.from(bytes.map((byte) => byte ^ 0xff)), 0, bytes.length, place);
  await handle.close();
}

async function cutOff(file: string): Promise<void> {
  await truncate(file, Math.floor((await stat(file)).size * 0.6));
}

// What a failed run of the platform's restore script and a cut backup leave behind.
async function leaveRubble(backups: string, folder: string, now: Date): Promise<void> {
  const failed = at(now, 6, 14);
  const unpacked = join(backups, `restore_${stamp(failed)}`);
  await mkdir(unpacked, { recursive: true });
  await copyFile(join(folder, '.env'), join(unpacked, '.env'));
  await utimes(unpacked, failed, failed);
  const cut = at(now, 5, 23);
  const partial = join(backups, `.bigshot_backup_${stamp(cut)}.partial`);
  await writeFile(partial, Buffer.alloc(4096, 0x1f));
  await utimes(partial, cut, cut);
}

// The platform's Redis runs on this machine, so its file can be read where it says that it is.
async function saveRedis(redis: Redis, file: string): Promise<string | undefined> {
  const said = await redis.config('GET', 'dir');
  const folder = Array.isArray(said) ? String(said[1]) : '';
  await redis.save();
  await writeFile(file, await readFile(join(folder, 'dump.rdb')));
  return file;
}
