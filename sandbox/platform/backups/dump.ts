import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { execa } from 'execa';

/** Dumps the platform's database into a file exactly as the platform's script does. Answers why it could not. */
export async function dumpDatabase(databaseUrl: string, file: string): Promise<string | undefined> {
  const url = new URL(databaseUrl);
  const where = ['-h', url.hostname, '-p', url.port, '-U', url.username, '-d', url.pathname.slice(1)];
  const { failed, code, stderr } = await execa('pg_dump', [...where, '--clean', '--if-exists', '-f', file], {
    reject: false,
    env: { PGPASSWORD: decodeURIComponent(url.password) },
    // An old dump may be waiting behind a lock; the demo is not to wait with it.
    timeout: 120_000,
  });
  if (!failed) return undefined;
  return code === 'ENOENT'
    ? 'no older backups: pg_dump is not installed (package postgresql-client)'
    : `no older backups: ${stderr.slice(0, 300)}`;
}

/**
 * The dump as it would have been at an earlier moment: rows of jobs and domains that are younger are left out.
 * Only tables without references to them are thinned, so the result can be restored.
 */
export async function* dumpUntil(file: string, moment: Date): AsyncGenerator<string> {
  const limit = moment.toISOString().replace('T', ' ').slice(0, 19);
  let timeColumn = -1;
  let chunk = '';
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    const copied = /^COPY public\.(?:jobs|domains) \((.+)\) FROM stdin;$/.exec(line)?.[1];
    if (copied !== undefined) timeColumn = copied.split(', ').indexOf('created_at');
    else if (line === String.raw`\.`) timeColumn = -1;
    else if (timeColumn >= 0 && (line.split('\t')[timeColumn] ?? '') > limit) continue;
    chunk += `${line}\n`;
    if (chunk.length < 65_536) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
