import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectPlatform } from '../../src/adapters/platform.ts';
import { environmentSchema } from '../../src/config/environment.ts';
import type { BackupsReader } from '../../src/ports/backups.ts';
import { openBotStore, type BotStore } from '../support/bot-store.ts';

const { signal } = new AbortController();
let bot: BotStore;
let folder: string;

beforeAll(async () => {
  bot = await openBotStore();
  folder = await mkdtemp(join(tmpdir(), 'bigshot-path-'));
  for (const [tool, version] of [
    ['pg_dump', '99.1'],
    ['psql', '99.2'],
  ] as const) {
    await writeFile(join(folder, tool), `#!/bin/sh\necho "${tool} (PostgreSQL) ${version}"\n`);
    await chmod(join(folder, tool), 0o755);
  }
});
afterAll(async () => {
  await bot.close();
  await rm(folder, { recursive: true, force: true });
});

/** The backups of a platform that is connected with this PATH. */
async function backupsWith(path: string): Promise<BackupsReader> {
  const config = environmentSchema.parse({ channel: 'ops', database: { url: { env: 'URL' } }, backups: { folder } });
  const about = { name: 'prod', config, secret: () => 'postgresql://nobody@127.0.0.1:1/none', store: bot.store, version: '0.1.0', path };
  const platform = connectPlatform(about);
  await platform.close();
  const { backups } = platform.ports;
  if ('absent' in backups) throw new Error(backups.absent);
  return backups;
}

test('the client programs are those on the PATH of the process', async () => {
  const backups = await backupsWith(`${folder}:/usr/bin:/bin`);

  expect(await backups.tools(signal)).toEqual({ pgDump: '99.1', psql: '99.2' });
});

test('a program that is not on it is named with the package that has it', async () => {
  const backups = await backupsWith(join(folder, 'nowhere'));

  await expect(backups.tools(signal)).rejects.toThrow(
    'pg_dump is not on the PATH of the bot: install the package postgresql-client (apt-get install postgresql-client)',
  );
});
