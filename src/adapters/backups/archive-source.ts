import type { ExtraFolders } from './extras.ts';
import type { RedisData } from '../redis/data.ts';
import type { Programs } from './programs.ts';

/** Where archives come from and go to. */
export interface ArchiveSource {
  readonly folder: string;
  readonly files: ExtraFolders;
  readonly databaseUrl: string;
  readonly programs: Programs;
  /** Where a dump of Redis can be had. */
  readonly redis?: Pick<RedisData, 'dump'>;
  readonly environment: string;
  readonly version: string;
}
