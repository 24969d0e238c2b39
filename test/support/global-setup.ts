import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCluster, type Cluster } from '../../sandbox/stores/cluster.ts';
import { removePlace } from '../../sandbox/stores/place.ts';
import { recordOwner, sweepOrphans } from './orphans.ts';

/** The server that all test files share, or why there is none. */
export type SharedServer = { readonly adminUrl: string } | { readonly problem: string };

declare module 'vitest' {
  interface ProvidedContext {
    server: SharedServer;
  }
}

const PREFIX = 'bigshot-test-';

/** Starts one PostgreSQL for the whole run; its end is what vitest calls at the end of the run. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweepOrphans(tmpdir(), PREFIX);
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  await chmod(folder, 0o711);
  await recordOwner(folder);
  const cluster = await startCluster({ folder, database: 'shared', durable: false, countsStatements: true }).catch((problem: unknown) =>
    String(problem),
  );
  project.provide('server', typeof cluster === 'string' ? { problem: cluster } : { adminUrl: cluster.adminUrl });
  return () => clear(folder, cluster);
}

async function clear(folder: string, cluster: Cluster | string): Promise<void> {
  if (typeof cluster !== 'string') await cluster.stop();
  await removePlace(folder);
}
