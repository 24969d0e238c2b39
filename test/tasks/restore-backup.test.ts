import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { restoreBackup } from '../../src/tasks/restore-backup.ts';
import { swapDatabases } from '../../src/tasks/swap-databases.ts';
import { DUMP_TEXT, forge } from '../adapters/backups/forge.ts';
import { NO_CLIENTS, hasClients, never, query, quiet } from '../adapters/backups/sample.ts';
import { mistake, planned, platform, run, take, type Platform } from './drive.ts';

let at: Platform;

describe.skipIf(!hasClients)(`restoring${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    at = await platform();
    await at.ports.backups.create('before-the-mistake', quiet, never);
    await mistake(at);
    await at.freeze();
  });
  afterEach(() => at.reset());
  afterAll(() => at.end());

  test('brings every row back, and its undo brings the present ones back again', async () => {
    const receipt = await run(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    const restored = [await at.rows('jobs'), await at.rows('domains')];

    const undone = await run(swapDatabases, at, { serve: `${at.live}_before_482` }, 483);
    const again = [await at.rows('jobs'), await at.rows('jobs_archive')];

    expect(restored).toEqual([3000, 1000]);
    expect(receipt).toMatchObject([{ status: 'ok', summary: expect.stringContaining('all as in the archive') }]);
    expect(again).toEqual([3412, 12]);
    expect(undone).toMatchObject([{ status: 'ok', summary: expect.stringContaining(`\`${at.live}_before_483\``) }]);
  });

  test('a legacy archive is restored, and the plan says that it is one', async () => {
    const legacy = DUMP_TEXT.replace(/CREATE EXT.*\n/, 'CREATE TABLE public.jobs (id int, type text);\n');
    await forge(at.folder, 'weekly-20260101', [{ path: 'weekly-20260101/database_backup.sql', data: legacy }]);
    const { facts } = await planned(restoreBackup, at, { backup: 'weekly-20260101' }, 481);

    const receipt = await run(restoreBackup, at, { backup: 'weekly-20260101' }, 482);

    expect(facts[0]).toMatch(
      /, taken 20\d\d-\d\d-\d\d \d\d:\d\d UTC \(.*\), \*legacy\*: .* its time is only that of its manifest, name or file$/,
    );
    expect(receipt).toMatchObject([{ status: 'ok' }]);
    expect(await at.rows('jobs')).toBe(2);
  });

  test('tables that were empty are empty again, and the receipt says so', async () => {
    await query(at.url, 'TRUNCATE users, jobs, jobs_archive, notes, archive."Old jobs"');
    await at.ports.backups.create('hollow', quiet, never);

    const [receipt] = await run(restoreBackup, at, { backup: 'hollow' }, 482);

    expect(receipt?.summary).toMatch(/^restored from `hollow`: no rows, all as in the archive; the data before it are kept as `.*`\.$/);
    await rm(join(at.folder, 'hollow.tar.gz'));
  });

  test('a few rows more do not void the approval, many do, and so does another archive', async () => {
    const { work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    const fresh = await restoreBackup.stale(at.look(482), work, []);
    await query(at.url, "INSERT INTO jobs (type, status, created_at) SELECT 'late', 'pending', now() FROM generate_series(1, 108)");
    const few = await restoreBackup.stale(at.look(482), work, []);
    await query(at.url, "INSERT INTO jobs (type, status, created_at) SELECT 'late', 'pending', now() FROM generate_series(1, 1)");
    const many = await restoreBackup.stale(at.look(482), work, []);
    const other = await restoreBackup.stale(at.look(482), { ...work, sha256: 'x' }, []);
    const afterSwap = await restoreBackup.stale(at.look(482), work, ['load', 'compare', 'stop', 'swap']);

    expect([fresh, few, afterSwap]).toEqual([undefined, undefined, undefined]);
    expect(many).toBe('by now 521 rows of jobs would be lost, 412 were approved');
    expect(other).toContain('another file now');
  });

  test('another restore voids a plan that waits, and the plan of an undo, though no number differs', async () => {
    const waiting = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 481);
    await run(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    const undo = await planned(swapDatabases, at, { serve: `${at.live}_before_482` }, 483);
    await run(restoreBackup, at, { backup: 'before-the-mistake' }, 484);

    const stale = await restoreBackup.stale(at.look(481), waiting.work, []);
    const staleUndo = await swapDatabases.stale(at.look(483), undo.work, []);

    const said = `${at.live} is another database by now: it was replaced by a restore or an undo since this was planned`;
    expect([stale, staleUndo]).toEqual([said, said]);
  });

  test('a copy that is not the archive stops before the swap', async () => {
    const { work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    const wrong = { ...work, rows: { ...work.rows, jobs: 2999 } };

    await expect(take(restoreBackup, at, wrong, 482)).rejects.toThrow('jobs has 3000 rows instead of 2999');

    expect(await at.rows('jobs')).toBe(3412);
  });

  test('every step may be done twice', async () => {
    const { work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);

    for (const step of restoreBackup.steps) {
      await step.act(at.act(482), work);
      await step.act(at.act(482), work);
    }

    expect(await at.rows('jobs')).toBe(3000);
  });
});
