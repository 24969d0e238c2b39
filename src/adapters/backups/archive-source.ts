import type { ExtraFolders } from './extras.ts';

/** Where archives come from and go to. */
export interface ArchiveSource {
  readonly folder: string;
  readonly files: ExtraFolders;
  readonly databaseUrl: string;
  /** PATH for pg_dump and psql. */
  readonly path: string;
  readonly environment: string;
  readonly version: string;
}
