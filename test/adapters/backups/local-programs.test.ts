import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { localPrograms } from '../../../src/adapters/backups/local-programs.ts';
import { NO_CLIENTS, hasClients } from './sample.ts';

test.skipIf(!hasClients)(`what a program says before anybody listens is not lost${hasClients ? '' : NO_CLIENTS}`, async () => {
  const running = await localPrograms({ url: 'postgres://nobody@127.0.0.1:1/none', path: process.env['PATH'] ?? '' }).start(
    'pg_dump',
    ['--version'],
    { stdout: 'pipe' },
    new AbortController().signal,
  );
  await running.ended;
  await sleep(100);

  const said: Buffer[] = [];
  for await (const piece of running.stdout) said.push(piece);

  expect(Buffer.concat(said).toString()).toMatch(/^pg_dump \(PostgreSQL\) \d+/);
});
