import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Verification } from '../../src/ports/backups.ts';
import { rememberedVerification, rememberVerification } from '../../src/store/archives.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';
import { moment } from '../support/build.ts';

let bot: BotStore;
beforeAll(async () => {
  bot = await openBotStore();
});
beforeEach(() => bot.empty());
afterAll(() => bot.close());

const verification = (given: Partial<Verification> = {}): Verification => ({
  name: 'base',
  verified: false,
  kind: 'legacy',
  level: 1,
  problems: [],
  notApplicable: ['no .sha256 file beside it'],
  bytes: 1,
  sha256: '91ab',
  takenAt: moment,
  verifiedAt: moment,
  tookMs: 1,
  ...given,
});
const remembered = async (given: Verification) => {
  await rememberVerification(bot.store, 'prod', 'f1', given);
  return rememberedVerification(bot.store, 'prod', 'base', 'f1');
};

test.each<[string, Verification['contents']]>([
  ['of our own', { ...contents(), newest: moment, indexes: 3, constraints: 4, encoding: 'UTF8', collation: 'C' }],
  ['made with --inserts', { ...contents(), hasInserts: true }],
])('all that is known of an archive %s is remembered', async (_, known) => {
  const given = verification(known && { contents: known });

  expect(await remembered(given)).toEqual(given);
});

test('a strange name in an archive does not keep its verification from being remembered', async () => {
  const found = await remembered(verification({ problems: ['a\u0000b does not match its hash'] }));

  expect(found?.problems).toEqual(['ab does not match its hash']);
});

test('what was remembered of another file of that name is not told', async () => {
  await remembered(verification());

  expect(await rememberedVerification(bot.store, 'prod', 'base', 'f2')).toBeUndefined();
});

function contents(): NonNullable<Verification['contents']> {
  return { database: '', serverVersion: 150_018, extensions: ['pg_trgm'], rows: { jobs: 2 }, dumpBytes: 9 };
}
