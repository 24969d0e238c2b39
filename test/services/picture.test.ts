import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Check } from '../../src/core/check.ts';
import { defineChecklist } from '../../src/core/checklist.ts';
import type { Deps } from '../../src/services/deps.ts';
import { pictureOf } from '../../src/services/picture.ts';
import { putFindings } from '../../src/store/findings.ts';
import { cardOf } from '../../src/store/messages.ts';
import { dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

/** The bot with a checklist of these checks instead of its own. */
function withChecks(...ids: readonly string[]): Deps {
  const { definitions } = bot.deps;
  const items = [...definitions.checks.values()].flatMap((check): readonly Check[] => ids.map((id) => ({ ...check, id })));
  return {
    ...bot.deps,
    definitions: { ...definitions, checklists: new Map([['morning', defineChecklist({ id: 'morning', title: 'Morning', items })]]) },
  };
}

test('what checks said is shown in the order of the checklist, whichever answered first', async () => {
  const id = await bot.ask(dana, 'run morning');
  for (const check of ['disk', 'queue', 'gone', 'api'])
    await putFindings(bot.deps.store, id, { check, status: 'critical', findings: [], tookMs: 1 });
  const card = await cardOf(bot.deps.store, id);

  const picture =
    card &&
    (await pictureOf(
      bot.deps.store,
      withChecks('api', 'queue', 'disk'),
      { run: { checklist: ({ reported }) => ({ text: reported.map(({ check }) => check).join(' ') }) }, log: {}, incident: {} },
      card,
    ));

  expect(picture?.text).toBe('api queue disk gone');
});
