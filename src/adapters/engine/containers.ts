import { Absent } from '../../core/errors.ts';
import type { ContainersReader } from '../../ports/platform.ts';
import type { Engine } from './client.ts';
import { linesSince } from './logs.ts';
import { createStats } from './stats.ts';

/** What the engine measures and keeps of a compose project's containers. */
export function createContainers(
  engine: Engine,
  { project, database }: { readonly project: string; readonly database: string | false },
): ContainersReader {
  return {
    stats: createStats(engine, project),
    async databaseLog(since, signal) {
      if (database === false) throw new Absent('the database is in no container of this engine');
      return linesSince(engine, { project, service: database }, since, signal);
    },
  };
}
