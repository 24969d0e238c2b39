import { Absent, OpsError } from '../../core/errors.ts';
import { list } from '../../lib/words.ts';
import type { ContainersReader } from '../../ports/platform.ts';
import type { Engine } from './client.ts';
import { linesSince } from './logs.ts';
import { createStats } from './stats.ts';

/** What the engine measures and keeps of a compose project's containers. */
export function createContainers(
  engine: Engine,
  { project, database, services }: { readonly project: string; readonly database: string | false; readonly services: readonly string[] },
): ContainersReader {
  return {
    stats: createStats(engine, project),
    async databaseLog(since, signal) {
      if (database === false) throw new Absent('the database is in no container of this engine');
      return linesSince(engine, { project, service: database }, since, signal);
    },
    async serviceLog(service, since, signal) {
      if (!services.includes(service))
        throw new OpsError('engine', `reading the log of ${service}: it is no service of the platform, which has ${list(services)}`);
      return linesSince(engine, { project, service }, since, signal);
    },
  };
}
