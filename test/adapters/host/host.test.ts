import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createHost } from '../../../src/adapters/host/host.ts';
import { inTime } from '../../support/in-time.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-host-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(process.platform !== 'linux')('on Linux (elsewhere there is no /proc)', () => {
  test('this machine has a disk with sound figures, each path once', async () => {
    const { mounts } = await createHost().mounts(signal());

    expect(mounts.length).toBeGreaterThan(0);
    expect(new Set(mounts.map(({ path }) => path)).size).toBe(mounts.length);
    for (const mount of mounts) {
      expect(mount.usedPercent).toBeGreaterThanOrEqual(0);
      expect(mount.usedPercent).toBeLessThanOrEqual(100);
      expect(mount.freeBytes).toBeGreaterThanOrEqual(0);
    }
  });

  test('memory and load of this machine are plausible', async () => {
    const host = createHost();

    const memory = await host.memory(signal());
    const load = await host.load(signal());

    expect(memory.totalBytes).toBeGreaterThan(100 * 1024 ** 2);
    expect(memory.availableBytes).toBeLessThanOrEqual(memory.totalBytes);
    expect(load.cores).toBeGreaterThanOrEqual(1);
    expect(load.five).toBeGreaterThanOrEqual(0);
  });

  test('used counts against what others than root may have, as df does', async () => {
    const host = createHost({ proc: await procWith('one'), statProgram: await program('echo "4096 1000 400 300 200 50"') });

    const { mounts } = await host.mounts(signal());

    expect(mounts).toEqual([{ path: '/', usedPercent: 66.7, freeBytes: 300 * 4096, inodesUsedPercent: 75 }]);
  });

  test('a bot in a container looks at the root of the host where that is mounted, and tells the paths of the host', async () => {
    const root = join(folder, 'host');
    await mkdir(join(root, 'proc', '1'), { recursive: true });
    await writeFile(join(root, 'proc', '1', 'mountinfo'), '36 1 8:1 / / rw - ext4 /dev/sda1 rw\n37 36 8:2 / /srv rw - ext4 /dev/sdb1 rw\n');
    await writeFile(join(root, 'proc', 'loadavg'), '1 2 3 1/1 1\n');
    const statProgram = await program(`case "$5" in ${root}/ | ${root}/srv) echo "4096 1000 400 300 200 50";; *) exit 1;; esac`);

    const host = createHost({ root, statProgram });

    expect((await host.mounts(signal())).mounts.map(({ path }) => path)).toEqual(['/', '/srv']);
    expect(await host.load(signal())).toMatchObject({ five: 2 });
  });

  test('a file system without inodes has no share of them', async () => {
    const host = createHost({ proc: await procWith('btrfs'), statProgram: await program('echo "4096 1000 400 400 0 0"') });

    const { mounts } = await host.mounts(signal());

    expect(mounts[0]).not.toHaveProperty('inodesUsedPercent');
  });

  test('a hung share is named, in time, and the others are still read', async () => {
    const proc = await procWith('hung', ['36 1 8:1 / / rw - ext4 /dev/sda1 rw', '37 1 0:99 / /mnt/nas rw - nfs4 nas:/x rw']);
    const statProgram = await program('case "$5" in /mnt/nas) exec sleep 30;; esac; echo "4096 1000 400 400 200 100"');
    const statTimeoutMs = 2000;

    const { mounts, unreadable } = await inTime(2 * statTimeoutMs, createHost({ proc, statProgram, statTimeoutMs }).mounts(signal()));

    expect(mounts.map(({ path }) => path)).toEqual(['/']);
    expect(unreadable).toEqual(['/mnt/nas']);
  });

  test('a configured folder in memory is looked at, too', async () => {
    const proc = await procWith('memory', ['36 1 8:1 / / rw - ext4 /dev/sda1 rw', '37 36 0:40 / /srv/backups rw - tmpfs tmpfs rw']);
    const statProgram = await program(
      'case "$5" in /srv/backups) echo "4096 1000 0 0 200 100";; *) echo "4096 1000 400 400 200 100";; esac',
    );

    const { mounts } = await createHost({ proc, statProgram, folders: ['/srv/backups/bigshot/'] }).mounts(signal());

    expect(mounts.map(({ path, usedPercent }) => [path, usedPercent])).toEqual([
      ['/', 60],
      ['/srv/backups', 100],
    ]);
  });

  test('a file system that refuses is unreadable, not empty', async () => {
    const host = createHost({ proc: await procWith('refuses'), statProgram: await program('exit 1') });

    expect(await host.mounts(signal())).toEqual({ mounts: [], unreadable: ['/'] });
  });
});

test('another system is absent, with its name', async () => {
  const host = createHost({ platform: 'darwin' });

  await expect(host.memory(signal())).rejects.toMatchObject({
    name: 'Absent',
    message: expect.stringContaining('this machine runs darwin'),
  });
});

test('a meminfo without MemAvailable is an error, not a zero', async () => {
  const proc = await procWith('old');
  await writeFile(join(proc, 'meminfo'), 'MemTotal:  1000 kB\nMemFree:  10 kB\n');

  await expect(createHost({ proc, platform: 'linux' }).memory(signal())).rejects.toThrow('meminfo has no MemAvailable');
});

async function procWith(name: string, lines: readonly string[] = ['36 1 8:1 / / rw - ext4 /dev/sda1 rw']): Promise<string> {
  const proc = join(folder, name);
  await mkdir(join(proc, 'self'), { recursive: true });
  await writeFile(join(proc, 'self', 'mountinfo'), `${lines.join('\n')}\n`);
  return proc;
}

let programs = 0;

async function program(body: string): Promise<string> {
  programs += 1;
  const path = join(folder, `stat-${programs}`);
  await writeFile(path, `#!/bin/sh\n${body}\n`);
  await chmod(path, 0o755);
  return path;
}

function signal(): AbortSignal {
  return new AbortController().signal;
}
