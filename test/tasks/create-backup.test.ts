import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { whyNoRoom } from '../../src/core/backup-room.ts';
import { createBackup } from '../../src/tasks/create-backup.ts';
import { NO_CLIENTS, hasClients, never, quiet } from '../adapters/backups/sample.ts';
import { planned, platform, run, take, type Platform } from './drive.ts';

const gibibyte = 1024 ** 3;

test.each([
  { what: 'the last archive, grown', room: { lastBytes: 10 * gibibyte, databaseBytes: gibibyte }, needs: '13 GiB' },
  { what: 'the database, packed', room: { databaseBytes: 50 * gibibyte }, needs: '15 GiB' },
])('a backup needs the room of $what, and leaves a tenth of the disk free', ({ room, needs }) => {
  const disk = { folder: '/srv/backups', usableBytes: 100 * gibibyte, filesBytes: 0, ...room };

  const fits = whyNoRoom({ ...disk, freeBytes: 25.1 * gibibyte });
  const doesNot = whyNoRoom({ ...disk, freeBytes: 20 * gibibyte });

  expect(fits).toBeUndefined();
  expect(doesNot).toContain(`needs up to ${needs}, and 20 GiB are free at \`/srv/backups\``);
  expect(doesNot).toContain('Make room there');
});

describe.skipIf(!hasClients)(`making a backup${hasClients ? '' : NO_CLIENTS}`, () => {
  let at: Platform;

  beforeAll(async () => {
    at = await platform();
  });
  afterAll(() => at.end());
  afterEach(async () => {
    for (const name of await readdir(at.folder)) await at.ports.backups.sweep(name.replace(/^\.|\.(?:partial|tar\.gz.*)$/g, ''));
  });

  test('it is named after the moment, written, read back, and its receipt has its rows', async () => {
    const receipt = await run(createBackup, at, {}, 1);

    expect(receipt).toHaveLength(1);
    expect(receipt[0]?.status).toBe('ok');
    expect(receipt[0]?.summary).toMatch(
      /^`bigshot_backup_\d{8}_\d{6}` is verified to level 3: \d+ KiB, 3\u2009000 jobs, 1\u2009000 domains, 20 users, 4 notes, 2 archive.Old jobs\.$/,
    );
  });

  test('a label and the day make the name, and a second one of that day has its time', async () => {
    const first = await planned(createBackup, at, { label: 'weekly' }, 2);
    await take(createBackup, at, first.work, 2);

    const second = await planned(createBackup, at, { label: 'weekly' }, 3);

    expect(first.work.name).toMatch(/^weekly-\d{8}$/);
    expect(second.work.name).toMatch(/^weekly-\d{8}_\d{6}$/);
  });

  test('a name that is taken is impossible, and one that is taken meanwhile makes the plan stale', async () => {
    const { work } = await planned(createBackup, at, { name: 'mine' }, 4);
    await at.ports.backups.create('mine', quiet, never);

    const stale = await createBackup.stale(at.look(4), work, []);

    expect(stale).toBe('there is a backup named mine by now');
    await expect(planned(createBackup, at, { name: 'mine' }, 5)).rejects.toThrow('There is a backup named `mine` already.');
  });

  test('resumed after it was written, it is verified and not written again', async () => {
    const { work } = await planned(createBackup, at, { name: 'cut-behind' }, 6);
    await take(createBackup, at, work, 6, 'verify');

    await take(createBackup, at, work, 6);

    expect(await createBackup.verify(at.look(6), work)).toMatchObject([{ status: 'ok' }]);
  });

  test('what an attempt left half done is swept, and the receipt says that nothing was written', async () => {
    const { work } = await planned(createBackup, at, { name: 'half' }, 7);
    await writeFile(join(at.folder, '.half.partial'), 'x');

    await createBackup.cleanUp?.(at.act(7), work);

    expect((await readdir(at.folder)).filter((name) => name.includes('half'))).toEqual([]);
    expect(await createBackup.verify(at.look(7), work, 'clean up')).toMatchObject([
      { status: 'ok', summary: 'There is no backup `half`, and nothing of it is left.' },
    ]);
    expect(await createBackup.verify(at.look(7), work)).toMatchObject([
      { status: 'critical', summary: 'There is no backup `half`: nothing was written.' },
    ]);
  });

  test('an archive that does not prove sound fails the step', async () => {
    const { work } = await planned(createBackup, at, { name: 'broken' }, 8);
    await writeFile(join(at.folder, 'broken.tar.gz'), 'not an archive');

    await expect(take(createBackup, at, work, 8)).rejects.toThrow('broken is not verified: the gzip data');
  });

  test('without the client programs the reason names the package', async () => {
    const look = { ...at.look(9), backups: at.backups({ path: '/nonexistent' }) };

    await expect(createBackup.plan(look, {})).rejects.toThrow('install the package postgresql-client');
  });
});
