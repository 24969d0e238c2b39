import type { HistoryReader } from '../../src/ports/history.ts';
import type { Ports } from '../../src/ports/index.ts';

/** The ports of a platform that has none of its parts, or these. */
export function portsWith(given: Partial<Ports> = {}, absent = 'not here'): Ports {
  const missing = { absent };
  return {
    api: missing,
    database: missing,
    redis: missing,
    containers: missing,
    host: missing,
    services: missing,
    logs: missing,
    backups: missing,
    journal: missing,
    certificates: missing,
    statistics: missing,
    history: missing,
    records: missing,
    updates: missing,
    own: missing,
    secretFiles: missing,
    ...given,
  };
}

/** A bot that has measured nothing yet. */
export const noHistory: HistoryReader = { series: () => Promise.resolve([]), before: () => Promise.resolve([]) };
