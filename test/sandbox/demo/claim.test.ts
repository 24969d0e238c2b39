import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claimFolder, FolderTaken } from '../../../sandbox/demo/claim.ts';
import { goneWithin, isAlive, startOf } from '../../../sandbox/stores/processes.ts';
import { patienceSeconds } from '../../support/patience.ts';

let folder: string;
let sleepers: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-claim-'));
});

afterEach(async () => {
  sleepers.forEach((child) => child.kill('SIGKILL'));
  sleepers = [];
  await rm(folder, { recursive: true, force: true });
});

function sleeper(): number {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true, stdio: 'ignore' });
  sleepers.push(child);
  if (child.pid === undefined) throw new Error('spawning a process');
  return child.pid;
}

// A demo that is gone: an id that lives, with the start of another process.
async function leave(
  children: readonly { readonly pid: number; readonly start: string | undefined }[],
  demoStart = 'long ago',
): Promise<void> {
  const demo = { what: 'demo', pid: process.pid, start: demoStart };
  await writeFile(join(folder, 'processes.json'), JSON.stringify({ demo, children: children.map((child) => ({ what: 'bot', ...child })) }));
}

test('the processes of a killed demo are ended, and it is said which', async () => {
  const pid = sleeper();
  await leave([{ pid, start: await startOf(pid) }]);

  const claim = await claimFolder(folder);

  expect(claim.ended).toEqual([`bot (process ${pid})`]);
  expect(await isAlive(pid)).toBe(false);
});

test('a process that only has the id of an earlier child is left alone', async () => {
  const pid = sleeper();
  await leave([{ pid, start: 'another start' }]);

  const claim = await claimFolder(folder);

  expect(claim.ended).toEqual([]);
  expect(await isAlive(pid)).toBe(true);
});

test('a folder with a living demo is refused and its children live on', async () => {
  const pid = sleeper();
  await leave([{ pid, start: await startOf(pid) }], await startOf(process.pid));

  const attempt = claimFolder(folder);

  await expect(attempt).rejects.toThrow(FolderTaken);
  expect(await isAlive(pid)).toBe(true);
});

test('a record that was cut while being written does not keep the next demo out', async () => {
  await writeFile(join(folder, 'processes.json'), '{"demo": {"wh');

  const claim = await claimFolder(folder);

  expect(claim.ended).toEqual([]);
});

test('children are recorded with their start, killed at once when asked, and forgotten at the release', async () => {
  const claim = await claimFolder(folder);
  const pid = sleeper();

  claim.add('bot', pid);
  const start = await startOf(pid);
  await expect.poll(() => readFile(join(folder, 'processes.json'), 'utf8')).toContain(JSON.stringify({ what: 'bot', pid, start }));
  claim.killAll();
  claim.release();

  expect(await goneWithin(pid, patienceSeconds * 1000)).toBe(true);
  await expect(readFile(join(folder, 'processes.json'))).rejects.toThrow(/ENOENT/);
});
