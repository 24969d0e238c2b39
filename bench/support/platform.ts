import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { withClient } from '../../sandbox/stores/databases.ts';
import { formatAccess, formatRecord } from '../../sandbox/platform/logs/format.ts';
import { createBackups } from '../../src/adapters/backups/backups.ts';
import type { BackupsWriter } from '../../src/ports/backups.ts';

const hourMs = 3_600_000;

/** About so many megabytes of rows that look like what the platform keeps: lists of names and addresses. */
export async function fillDatabase(url: string, megabytes: number): Promise<void> {
  await withClient(url, async (client) => {
    await client.query(
      "create table jobs (id serial primary key, type text, domain text, status text not null default 'completed', result text, created_at timestamp not null default now())",
    );
    await client.query(
      'create table domains (id serial primary key, subdomain text not null unique, created_at timestamp not null default now())',
    );
    await client.query(
      `insert into jobs (type, domain, result)
       select 'enumerate', 'd' || n || '.example', (select string_agg(format('%s.d%s.example. %s IN A 10.%s.%s.%s', substr(md5(n || '-' || part), 1, 6), n,
           60 * (part % 5 + 1), n % 250, part, (n * part) % 250), E'\\n') from generate_series(1, 24) part)
       from generate_series(1, $1::int) n`,
      [megabytes * 1000],
    );
    await client.query("insert into domains (subdomain) select 'd' || n || '.example' from generate_series(1, 1000) n");
  });
}

export function backupsOf(folder: string, databaseUrl: string): BackupsWriter {
  const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  return createBackups({ folder, files: {}, databaseUrl, remembered, version: 'bench' });
}

/** A day of the application's log, so many megabytes large, with an error in each 190 lines, and a small one of nginx. */
export async function writeLogs(folder: string, megabytes: number): Promise<{ readonly app: string; readonly nginx: string }> {
  await mkdir(folder, { recursive: true });
  const [app, nginx] = [join(folder, 'app.log'), join(folder, 'access.log')];
  await pipeline(Readable.from(dayOfLog(megabytes * 1024 * 1024)), createWriteStream(app));
  const request = { ip: '10.0.0.7', request: 'GET /api/jobs HTTP/1.1', status: 200, bytes: 512, agent: 'curl/8' };
  await pipeline(Readable.from([formatAccess({ at: new Date(), ...request }).repeat(20_000)]), createWriteStream(nginx));
  return { app, nginx };
}

function* dayOfLog(bytes: number): Generator<string> {
  const begin = Date.now() - 23 * hourMs;
  for (let written = 0; written < bytes;) {
    const at = new Date(begin + (written / bytes) * 22 * hourMs);
    const block = Array.from({ length: 1900 }, (_, index) =>
      formatRecord({
        at,
        service: index % 3 === 0 ? 'bigshot-celery' : 'bigshot-backend',
        level: index % 190 === 0 ? 'ERROR' : 'INFO',
        zone: 'default',
        place: 'bigshot.jobs:finish:118',
        message: `job ${written + index} of scanner ${index % 17} ended after ${index % 97} s with ${index % 13} results`,
      }),
    ).join('');
    written += block.length;
    yield block;
  }
}
