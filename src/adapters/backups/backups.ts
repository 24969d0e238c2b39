import type { BackupsWriter } from '../../ports/backups.ts';
import { databaseOf } from '../database/session.ts';
import { createArchive } from './create-archive.ts';
import { extraBytes, type ExtraFolders } from './extras.ts';
import { listFolder, spaceOf, sweepPartials, type Remembered } from './folder.ts';
import { loadArchive } from './load-archive.ts';
import { localPrograms } from './local-programs.ts';
import type { RedisData } from '../redis/data.ts';
import type { Programs } from './programs.ts';
import { verifyArchive } from './verify-archive.ts';

export interface BackupsOptions {
  /** Where the archives are. */
  readonly folder: string;
  /** Folders of the platform that are packed beside the dump. */
  readonly files: ExtraFolders;
  readonly databaseUrl: string;
  readonly remembered: Remembered;
  /** Of the bot, for the manifest. */
  readonly version: string;
  /** Named in the manifest; an archive that names another one is not verified. */
  readonly environment?: string;
  /** PATH for pg_dump and psql of this machine. */
  readonly path?: string;
  /** Where they run instead. */
  readonly programs?: Programs;
  /** Redis in a container of the platform. */
  readonly redis?: RedisData;
}

/** The archives of one platform in one folder, in the layout of the platform's own scripts. */
export function createBackups(options: BackupsOptions): BackupsWriter {
  const { folder, files, databaseUrl, remembered, version, environment = 'production', path } = options;
  const programs = options.programs ?? localPrograms({ url: databaseUrl, ...(path !== undefined && { path }) });
  const { redis } = options;
  return {
    redis: redis ?? { absent: 'no container engine is configured, so what Redis holds can neither be saved nor brought back' },
    list: () => listFolder(folder, remembered),
    verify: (name, signal) => verifyArchive({ folder, remembered, database: databaseOf(databaseUrl), environment }, name, signal),
    space: async () => ({ folder, ...(await spaceOf(folder)), filesBytes: await extraBytes(files, folder) }),
    tools: async (signal) => ({ pgDump: await programs.versionOf('pg_dump', signal), psql: await programs.versionOf('psql', signal) }),
    create: (name, progress, signal) =>
      createArchive({ folder, files, databaseUrl, programs, environment, version, ...(redis && { redis }) }, name, progress, signal),
    load: (archive, database, progress, signal) => loadArchive({ folder, programs }, archive, database, progress, signal),
    sweep: (name) => sweepPartials(folder, name),
  };
}
