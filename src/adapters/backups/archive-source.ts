import type { ExtraFolders } from './extras.ts';
import type { Programs } from './programs.ts';

/** Where archives come from and go to. */
export interface ArchiveSource {
  readonly folder: string;
  readonly files: ExtraFolders;
  readonly databaseUrl: string;
  readonly programs: Programs;
  readonly environment: string;
  readonly version: string;
}
