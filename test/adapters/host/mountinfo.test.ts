import { expect, test } from 'vitest';
import { realMounts } from '../../../src/adapters/host/mountinfo.ts';

const kernel = [
  '22 27 0:21 / /proc rw - proc proc rw',
  '25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw',
  '31 23 0:28 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw',
];

test.each<[string, readonly string[], readonly string[]]>([
  ['kernel interfaces and memory are left out', [...kernel, '27 1 254:0 / / rw,relatime - ext4 /dev/vda rw'], ['/']],
  [
    'overlays of containers are left out',
    ['27 1 8:1 / / rw - ext4 /dev/sda1 rw', '90 27 0:50 / /var/lib/docker/overlay2/a/merged rw - overlay overlay rw'],
    ['/'],
  ],
  ['a container has its root', ['90 1 0:50 / / rw - overlay overlay rw', ...kernel], ['/']],
  [
    'a volume of a container stands for its disk, the files of the engine do not',
    [
      '90 1 0:50 / / rw - overlay overlay rw',
      '91 90 8:1 /d/hosts /etc/hosts rw - ext4 /dev/sda1 rw',
      '92 90 8:1 /v /var/lib/data rw - ext4 /dev/sda1 rw',
    ],
    ['/var/lib/data'],
  ],
  [
    'read-only ones are left out',
    ['27 1 8:1 / / rw - ext4 /dev/sda1 rw', '28 27 8:2 / /media/dvd ro - ext4 /dev/sr0 ro', '29 27 8:3 / /old rw - xfs /dev/sdc ro'],
    ['/'],
  ],
  [
    'a device that is bound twice counts once, by its shortest path',
    ['28 27 8:2 /x /srv/data/inner rw - ext4 /dev/sdb rw', '29 27 8:2 / /srv rw - ext4 /dev/sdb rw'],
    ['/srv'],
  ],
  [
    'subvolumes of one disk count once',
    ['27 1 0:30 /@ / rw - btrfs /dev/sda2 rw', '28 27 0:31 /@home /home rw - btrfs /dev/sda2 rw'],
    ['/'],
  ],
  [
    'two shares of one server are two',
    ['27 1 8:1 / / rw - ext4 /dev/sda1 rw', '28 27 0:61 / /a rw - nfs4 nas:/a rw', '29 27 0:62 / /b rw - nfs4 nas:/b rw'],
    ['/', '/a', '/b'],
  ],
  ['a blank in a path is read as the kernel writes it', ['28 27 8:2 / /mnt/My\\040disk rw shared:1 - ext4 /dev/sdb rw'], ['/mnt/My disk']],
  ['rubbish is left out', ['', 'x', '1 2 3', '27 1 8:1 / / rw - ext4 /dev/sda1 rw'], ['/']],
])('%s', (_, lines, paths) => {
  expect(realMounts(lines.join('\n')).map(({ path }) => path)).toEqual(paths);
});

const disks = [
  '27 1 8:1 / / rw - ext4 /dev/sda1 rw',
  '40 27 0:40 / /srv/backups rw - tmpfs tmpfs rw',
  '41 27 0:41 / /srv/back rw - tmpfs tmpfs rw',
  '42 27 7:1 / /media/dvd ro - squashfs /dev/loop1 ro',
];

test.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['in memory', disks, ['/srv/backups/bigshot'], ['/', '/srv/backups']],
  ['a mount itself', disks, ['/srv/backups'], ['/', '/srv/backups']],
  ['on a disk that is there already', disks, ['/srv/bigshot/backups', '/var/log'], ['/']],
  ['on what is full by nature', disks, ['/media/dvd/backups'], ['/']],
  [
    'in a layer of a container that has volumes besides',
    ['90 1 0:50 / / rw - overlay overlay rw', '92 90 8:1 /v /var/lib/data rw - ext4 /dev/sda1 rw'],
    ['/srv/backups'],
    ['/', '/var/lib/data'],
  ],
  ['under two mounts at one place', [...disks, '43 40 0:43 / /srv/backups rw - tmpfs other rw'], ['/srv/backups'], ['/', '/srv/backups']],
])('the file system of a configured folder is always there: %s', (_, lines, folders, paths) => {
  expect(realMounts(lines.join('\n'), folders).map(({ path }) => path)).toEqual(paths);
});
