import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { pack, type Pack } from 'tar-stream';

/** What goes into an archive of the platform's own layout; `undefined` parts are left out. */
export interface Contents {
  readonly folder: string;
  readonly dump: string;
  readonly redisDump: string | undefined;
}

/** Writes `<name>.tar.gz` as the platform's script does (no `format: 2`, no hashes), of the moment it stands for. Answers the file. */
export async function writeArchive(target: string, name: string, moment: Date, contents: Contents): Promise<string> {
  const file = join(target, `${name}.tar.gz`);
  const archive = pack();
  const writing = pipeline(archive, createGzip({ level: 6 }), createWriteStream(file, { mode: 0o644 }));
  await Promise.all([writing, fill(archive, name, moment, contents)]);
  return file;
}

async function fill(archive: Pack, name: string, moment: Date, { folder, dump, redisDump }: Contents): Promise<void> {
  for (const part of ['', 'instance/', 'logs/']) archive.entry({ name: `${name}/${part}`, type: 'directory', mtime: moment });
  await addFile(archive, `${name}/database_backup.sql`, dump, moment);
  if (redisDump !== undefined) await addFile(archive, `${name}/redis_backup.rdb`, redisDump, moment);
  await addFolder(archive, `${name}/instance`, join(folder, 'instance'), moment);
  await addFile(archive, `${name}/logs/app.log`, join(folder, 'logs', 'app.log.1'), moment);
  await addFile(archive, `${name}/.env`, join(folder, '.env'), moment);
  archive.entry({ name: `${name}/backup_manifest.json`, mtime: moment }, manifest(name, moment));
  archive.finalize();
}

function manifest(name: string, moment: Date): string {
  const components = {
    database: 'database_backup.sql',
    redis: 'redis_backup.rdb',
    instance: 'instance/',
    logs: 'logs/',
    config: '.env',
  };
  const said = { backup_name: name, timestamp: stamp(moment), environment: 'prod', components, backup_script_version: '1.0.0' };
  return `${JSON.stringify(said, undefined, 4)}\n`;
}

/** `YYYYMMDD_HHMMSS` in the machine's time, as `date` of the platform's script writes it. */
export function stamp(moment: Date): string {
  const day = `${moment.getFullYear()}${two(moment.getMonth() + 1)}${two(moment.getDate())}`;
  return `${day}_${two(moment.getHours())}${two(moment.getMinutes())}${two(moment.getSeconds())}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

async function addFolder(archive: Pack, name: string, folder: string, mtime: Date): Promise<void> {
  for (const child of await readdir(folder)) await addFile(archive, `${name}/${child}`, join(folder, child), mtime);
}

async function addFile(archive: Pack, name: string, file: string, mtime: Date): Promise<void> {
  const { size } = await stat(file);
  if (size === 0) {
    archive.entry({ name, mtime }, '');
    return;
  }
  const entry = archive.entry({ name, size, mtime });
  await pipeline(createReadStream(file, { end: size - 1 }), entry);
}

/** A folder's mark that something was done, with the time it was. */
export async function mark(file: string): Promise<void> {
  await writeFile(file, `${new Date().toISOString()}\n`);
}
