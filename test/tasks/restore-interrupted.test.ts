import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { restoreBackup } from '../../src/tasks/restore-backup.ts';
import { NO_CLIENTS, hasClients, never, query, quiet } from '../adapters/backups/sample.ts';
import { mistake, planned, platform, take, type Platform } from './drive.ts';

let at: Platform;

describe.skipIf(!hasClients)(`a restore that was interrupted${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    at = await platform();
    await at.ports.backups.create('before-the-mistake', quiet, never);
    await mistake(at);
    await at.freeze();
  });
  afterEach(() => at.reset());
  afterAll(() => at.end());
  const there = () => at.ports.database.existing([at.live, `${at.live}_scratch_482`, `${at.live}_before_482`], never);

  test.each(['load', 'compare', 'stop', 'swap'])('dead in front of %s: it serves the old data, and can be resumed', async (step) => {
    const { work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    await take(restoreBackup, at, work, 482, step);
    await restoreBackup.settle?.(at.act(482), work);

    const [stands] = await restoreBackup.verify(at.look(482), work);
    const stale = await restoreBackup.stale(
      at.look(482),
      work,
      restoreBackup.steps.map(({ id }) => id).slice(0, ['load', 'compare', 'stop', 'swap'].indexOf(step)),
    );
    const rows = await at.rows('jobs');
    await take(restoreBackup, at, work, 482);

    const copy = step === 'load' ? 'gone' : 'complete';
    expect(stands?.summary).toBe(`\`${at.live}\` still serves the old data, the restored copy is ${copy}.`);
    expect([stale, rows]).toEqual([undefined, 3412]);
    expect(await at.rows('jobs')).toBe(3000);
  });

  test.each(['load', 'compare', 'swap'])('dead in front of %s and abandoned: the old data serve and nothing is left over', async (step) => {
    const { work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    await take(restoreBackup, at, work, 482, step);

    await restoreBackup.cleanUp?.(at.act(482), work);

    expect(await restoreBackup.verify(at.look(482), work)).toMatchObject([{ status: 'ok', summary: expect.stringContaining('is gone') }]);
    expect(Object.keys(await there())).toEqual([at.live]);
    expect(await at.rows('jobs')).toBe(3412);
  });

  test('dead in the middle of the swap: nobody is let in until it settles, and then the old data serve', async () => {
    const { work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    await take(restoreBackup, at, work, 482, 'swap');
    const admin = new URL(at.url);
    admin.pathname = '/postgres';
    for (const name of [work.live, work.scratch]) await query(admin.href, `ALTER DATABASE "${name}" ALLOW_CONNECTIONS false`);
    const before = await restoreBackup.verify(at.look(482), work);

    await restoreBackup.settle?.(at.act(482), work);
    const after = await restoreBackup.verify(at.look(482), work);

    expect(before[0]).toMatchObject({ status: 'critical', summary: `\`${at.live}\` takes no connections: nobody serves.` });
    expect(after).toMatchObject([{ status: 'warn', summary: expect.stringContaining('the restored copy is complete') }]);
    expect(await at.rows('jobs')).toBe(3412);
  });

  test('dead behind the swap: cleaning up throws nothing away', async () => {
    const { work } = await planned(restoreBackup, at, { backup: 'before-the-mistake' }, 482);
    await take(restoreBackup, at, work, 482);

    await restoreBackup.settle?.(at.act(482), work);
    await restoreBackup.cleanUp?.(at.act(482), work);

    expect(await restoreBackup.verify(at.look(482), work)).toMatchObject([{ status: 'ok' }]);
    expect(await there()).toMatchObject({ [at.live]: { allowsConnections: true }, [work.kept]: { allowsConnections: false } });
    expect(await at.rows('jobs')).toBe(3000);
  });
});
