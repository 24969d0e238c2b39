import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { dropKeptDatabases } from '../../src/tasks/drop-kept-databases.ts';
import { restoreBackup } from '../../src/tasks/restore-backup.ts';
import { NO_CLIENTS, hasClients, never, query, quiet } from '../adapters/backups/sample.ts';
import { planned, platform, run, take, type Platform } from './drive.ts';

describe.skipIf(!hasClients)(`dropping what restores have kept${hasClients ? '' : NO_CLIENTS}`, () => {
  let at: Platform;
  const kept = (id: number) => `${at.live}_before_${id}`;
  /** Makes it look as if a database had been put aside some days ago. */
  const age = (id: number, days: number) =>
    query(
      at.url,
      `COMMENT ON DATABASE "${kept(id)}" IS 'put aside by the bot at ${new Date(Date.now() - days * 24 * 3_600_000).toISOString()}'`,
    );
  const whyNot = async () => {
    const plan = await dropKeptDatabases.plan(at.look(500), {});
    return plan.is === 'plan' ? plan.summary : plan.why;
  };

  beforeAll(async () => {
    at = await platform();
    await at.ports.backups.create('base', quiet, never);
    await at.ports.backups.verify('base', never);
    await at.freeze();
  });
  afterEach(() => at.reset());
  afterAll(() => at.end());

  test('those behind their days go, and no others', async () => {
    await run(restoreBackup, at, { backup: 'base' }, 482);
    await run(restoreBackup, at, { backup: 'base' }, 483);
    await age(482, 8);

    const plan = await planned(dropKeptDatabases, at, {}, 500);
    const receipt = await run(dropKeptDatabases, at, {}, 500);

    expect(plan).toMatchObject({
      summary: `\`${kept(482)}\``,
      work: { names: [kept(482)] },
      impact: expect.stringMatching(/^frees about .*B/),
    });
    expect(plan.facts[0]).toMatch(/put aside 8 days ago$/);
    expect(receipt).toEqual([{ status: 'ok', summary: `1 database dropped: \`${kept(482)}\`.` }]);
    expect(Object.keys(await at.ports.database.existing([kept(482), kept(483), at.live], never)).toSorted()).toEqual(
      [kept(483), at.live].toSorted(),
    );
  });

  test('nothing goes while it can be asked for, nor what nobody knows the age of', async () => {
    const none = await whyNot();
    await run(restoreBackup, at, { backup: 'base' }, 482);
    const young = await whyNot();
    await query(at.url, `COMMENT ON DATABASE "${kept(482)}" IS 'mine'`);

    const strange = await whyNot();

    expect(none).toBe('No restore has left a database aside.');
    expect([young, strange]).toEqual(Array.from({ length: 2 }, () => 'No database is known to have been put aside more than 7 days ago.'));
  });

  test('nothing goes that no verified backup is newer than', async () => {
    await run(restoreBackup, at, { backup: 'base' }, 482);
    await age(482, 8);
    const { archives } = await at.ports.backups.list(never);
    const older = archives.map((archive) => ({ ...archive, takenAt: new Date(Date.now() - 9 * 24 * 3_600_000) }));
    const backups = { ...at.ports.backups, list: () => Promise.resolve({ archives: older, rubble: [] }) };
    const { work } = await planned(dropKeptDatabases, at, {}, 500);

    const plan = await dropKeptDatabases.plan({ ...at.look(500), backups }, {});
    const stale = await dropKeptDatabases.stale({ ...at.look(500), backups }, work, []);

    expect(plan).toMatchObject({ is: 'impossible', why: expect.stringContaining('No verified backup is newer') });
    expect(stale).toContain('no verified backup is newer');
  });

  test('begun again it drops what is left, and says what it left', async () => {
    await run(restoreBackup, at, { backup: 'base' }, 482);
    await run(restoreBackup, at, { backup: 'base' }, 483);
    await age(482, 8);
    await age(483, 8);
    const { work } = await planned(dropKeptDatabases, at, {}, 500);
    await at.ports.database.drop(kept(482), never);

    const cut = await dropKeptDatabases.verify(at.look(500), work);
    const stale = await dropKeptDatabases.stale(at.look(500), work, []);
    await take(dropKeptDatabases, at, work, 500);

    expect(cut).toMatchObject([{ status: 'ok' }, { status: 'warn', summary: `\`${kept(483)}\` was not dropped.` }]);
    expect(stale).toBeUndefined();
    expect(await at.ports.database.kept(never)).toEqual([]);
  });
});
