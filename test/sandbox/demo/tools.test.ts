import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { seeToClientTools } from '../../../sandbox/demo/tools.ts';

const path = process.env['PATH'];
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-tools-'));
  process.env['PATH'] = folder;
});

afterEach(async () => {
  process.env['PATH'] = path;
  await rm(folder, { recursive: true, force: true });
});

test('missing client programs are named with their package', async () => {
  const said: string[] = [];

  await seeToClientTools((line) => said.push(line));

  expect(said[0]).toMatch(/^pg_dump and psql are missing: .*postgresql-client/);
});

test('client programs that were cut while they told their version are not missing', async () => {
  const said: string[] = [];
  for (const tool of ['pg_dump', 'psql']) await writeFile(join(folder, tool), '#!/bin/sh\nkill -INT $$\n', { mode: 0o755 });

  await seeToClientTools((line) => said.push(line));

  expect(said).toEqual([]);
});
