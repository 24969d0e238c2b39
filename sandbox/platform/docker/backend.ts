import { mkdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../../stores/errors.ts';
import { preparePlatformDatabase } from '../database/prepare.ts';
import { startPlatform } from '../platform.ts';

/** What runs in the container `backend`: the API alone, and jobs that come in. Its folder is the platform's, mounted from the host. */
const FOLDER = '/app/data';

const databaseUrl = variable('DATABASE_URL');
const closing = new AbortController();
process.once('SIGTERM', () => {
  closing.abort();
  process.exit(0);
});

// Port 5000 opens only when the data are there, so healthy means filled.
await filled();
await mkdir(`${FOLDER}/logs/nginx`, { recursive: true });
const platform = await startPlatform({ folder: FOLDER, databaseUrl, redis: variable('REDIS_URL'), inContainer: { port: 5000 } });
console.log('bigshot-api listens on port 5000');
for (const extra of await platform.makeExtras()) if (extra.is === 'skipped') console.log(`skipped: ${extra.why}`);

/** Waits for a database that is not there yet, instead of dying again and again. */
async function filled(): Promise<void> {
  for (;;) {
    try {
      return await preparePlatformDatabase(databaseUrl, () => console.log('the database takes no connections; waiting'), closing.signal);
    } catch (problem) {
      if (!['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', '57P03'].some((code) => hasCode(problem, code))) throw problem;
      await sleep(500);
    }
  }
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
