import { inject } from 'vitest';
import { freshDatabase, type FreshDatabase } from '../../sandbox/stores/databases.ts';

/** A new, empty database on the server that all test files share; the caller drops it when its tests are done. */
export async function testDatabase(): Promise<FreshDatabase> {
  return freshDatabase({ adminUrl: adminUrl() });
}

/** The database `postgres` of the shared server, for tests that create or rename databases themselves. */
export function adminUrl(): string {
  const server = inject('server');
  if ('problem' in server) throw new Error(server.problem);
  return server.adminUrl;
}
