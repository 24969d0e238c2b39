import { Absent, OpsError } from '../../core/errors.ts';
import type { ServicesWriter } from '../../ports/platform.ts';

const NO_ENGINE = 'no container engine is configured';

/** The services of an environment without a container engine: nobody can be seen, and nobody can be stopped. */
export function createUnmanagedServices(): ServicesWriter {
  return {
    states: () => Promise.reject(new Absent(NO_ENGINE)),
    events: () => Promise.reject(new Absent(NO_ENGINE)),
    restartable: () => [],
    manageable: () => ({ names: [], why: `${NO_ENGINE}, so no service can be stopped` }),
    stop: (names) => refuse('stopping', names),
    start: (names) => refuse('starting', names),
  };
}

// Nothing to stop is done at once, so that a task need not know which kind of services it has.
async function refuse(doing: string, names: readonly string[]): Promise<void> {
  if (names.length > 0) throw new OpsError('services', `${doing} ${names.join(', ')}: ${NO_ENGINE}`, { permanent: true });
}
