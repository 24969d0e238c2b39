import { fileURLToPath } from 'node:url';
import { runner } from 'node-pg-migrate';
import { OpsError } from '../core/errors.ts';

/** Brings the schema up to date. Several processes may call it at once: they wait for each other. */
export async function migrate(databaseUrl: string, log: (message: string) => void): Promise<void> {
  try {
    await runner({
      databaseUrl,
      dir: fileURLToPath(new URL('./migrations', import.meta.url)),
      direction: 'up',
      migrationsTable: 'migrations',
      advisoryLockMode: 'wait',
      log,
      verbose: false,
    });
  } catch (cause) {
    throw new OpsError('store', 'bringing the schema of the bot’s own database up to date', { cause });
  }
}
