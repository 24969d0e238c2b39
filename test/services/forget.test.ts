import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { BackupsWriter } from '../../src/ports/backups.ts';
import { forgetOld } from '../../src/services/forget.ts';
import { deleteOldReads } from '../../src/store/old-reads.ts';
import { verifyChain } from '../../src/store/log.ts';
import { dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

/** A run that has ended, so many days ago. */
async function ended(line: string, days: number): Promise<number> {
  const id = await bot.ask(dana, line);
  await bot.work();
  await bot.force(`update runs set ended_at = ended_at - interval '${days} days' where id = ${id}`);
  return id;
}
const ids = async (table: string, column = 'id') =>
  (await bot.force(`select distinct ${column} as id from ${table} order by 1`)).map(({ id }) =>
    Number.isNaN(Number(id)) ? id : Number(id),
  );
const backups = (...names: readonly string[]): BackupsWriter => ({
  redis: { absent: 'not here' },
  list: () => Promise.resolve({ archives: names.map((name) => ({ name, bytes: 1, takenAt: new Date(0) })), rubble: [] }),
  verify: () => Promise.reject(new Error('not asked for')),
  space: () => Promise.reject(new Error('not asked for')),
  tools: () => Promise.reject(new Error('not asked for')),
  create: () => Promise.reject(new Error('not asked for')),
  load: () => Promise.reject(new Error('not asked for')),
  sweep: () => Promise.resolve(),
});

test('a read that ended 90 days ago goes, with its findings and pictures; its rows of the log stay', async () => {
  const old = await ended('run morning', 91);
  const young = await ended('run morning', 89);
  const rows = (await bot.entries(old)).length;

  await forgetOld(bot.deps);

  expect(await ids('runs')).toEqual([young]);
  expect(await ids('findings', 'run')).toEqual([young]);
  expect(await ids('messages', 'subject_id')).toEqual([young]);
  expect(await bot.entries(old)).toHaveLength(rows);
  expect(await verifyChain(bot.deps.store)).not.toHaveProperty('brokenAt');
  expect(await bot.say(dana, 'log')).toMatchObject({ is: 'told' });
});

test('tasks stay, however old, and so does what has not ended', async () => {
  const task = await ended('run paint', 400);
  const open = await bot.ask(dana, 'run morning');
  await bot.force("update runs set created_at = created_at - interval '400 days'");

  await forgetOld(bot.deps);

  expect(await ids('runs')).toEqual([task, open]);
});

test('a reply in the thread of a card goes with the card', async () => {
  const old = await ended('run morning', 91);
  await bot.force(
    `insert into messages (key, subject, subject_id, view, channel, parent_id) select 'a line', 'log', 1, 'line', channel, id from messages where key = 'run-${old}'`,
  );

  await forgetOld(bot.deps);

  expect(await ids('messages')).toEqual([]);
});

test('the oldest go first, a batch at a time, and two at once delete none twice', async () => {
  const reads: number[] = [];
  for (let days = 96; days > 90; days -= 1) reads.push(await ended('run morning', days));

  const deleted = await Promise.all([deleteOldReads(bot.deps.store, 90, 2), deleteOldReads(bot.deps.store, 90, 2)]);

  expect(deleted.every((count) => count <= 2)).toBe(true);
  expect(await ids('runs')).toEqual(reads.slice(deleted.reduce((sum, count) => sum + count, 0)));
});

test('of archives that are gone, old verifications are forgotten; an empty folder says nothing', async () => {
  const remember = (name: string, days: number) =>
    bot.force(
      `insert into archives (environment, name, fingerprint, verification, at) values ('prod', '${name}', 'f', '{}', now() - interval '${days} days')`,
    );
  await remember('here', 91);
  await remember('gone', 91);
  await remember('gone-lately', 1);

  await forgetOld({ ...bot.deps, ports: { ...bot.deps.ports, backups: backups() } });
  const afterEmpty = await ids('archives', 'name');
  await forgetOld({ ...bot.deps, ports: { ...bot.deps.ports, backups: backups('here', 'new') } });

  expect(afterEmpty).toEqual(['gone', 'gone-lately', 'here']);
  expect(await ids('archives', 'name')).toEqual(['gone-lately', 'here']);
});
