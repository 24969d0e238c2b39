import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { findingsBefore, putFindings } from '../../src/store/findings.ts';
import { insertRun } from '../../src/store/runs.ts';
import { openBotStore } from '../support/bot-store.ts';
import type { BotStore } from '../support/bot-store.ts';
import { dana, ops } from '../support/build.ts';

let bot: BotStore;
beforeAll(async () => {
  bot = await openBotStore();
});
beforeEach(() => bot.empty());
afterAll(() => bot.close());

let key = 0;
async function ran(check: string, summary: string, environment = 'prod'): Promise<number> {
  key += 1;
  const made = await insertRun(bot.store, {
    key: `k${key}`,
    environment,
    kind: 'checklist',
    subject: 'daily-morning',
    input: {},
    by: dana,
    via: 'slash',
    state: 'ready',
    channel: ops,
    audience: 'channel',
  });
  const run = made?.id ?? 0;
  await putFindings(bot.store, run, { check, status: 'warn', findings: [{ status: 'warn', summary }], tookMs: 1 });
  return run;
}

test('what a check said before is that of its newest run before this one, in the same environment', async () => {
  await ran('disk-space', 'the first');
  await ran('disk-space', 'the second');
  await ran('disk-space', 'of the other', 'dev');
  await ran('memory', 'of something else');
  const run = await ran('disk-space', 'this one');

  const before = await findingsBefore(bot.store, { run, environment: 'prod', check: 'disk-space' });

  expect(before).toMatchObject({ at: expect.any(Date), findings: [{ summary: 'the second' }] });
  expect(await findingsBefore(bot.store, { run, environment: 'dev', check: 'memory' })).toBeUndefined();
});
