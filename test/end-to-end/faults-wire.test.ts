import type { ChildProcess } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { casesOf, envelopeFaults, linkFaults, suddenFaults } from '../support/faults.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { control, mustControl } from '../support/slack-control.ts';
import { storyTables, tellSmallStory } from '../support/small-story.ts';
import { expectClean } from '../support/verdict.ts';

let house: House;
let bot: ChildProcess;

describe.skipIf(!hasClients)(`what Slack sends goes wrong${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    house = await openHouse({ platform: storyTables });
    bot = await house.start('start');
    await house.hand.type('dana', 'backup create --name good');
    await house.hand.see('dana', /Make a backup[\s\S]*done in/);
  });

  beforeEach(() => mustControl(house.slack, 'traffic.clear'));
  afterAll(() => house?.close());

  it.each(casesOf(envelopeFaults))('$title: everything is done and shown exactly once', async ({ name, given }) => {
    await mustControl(house.slack, 'faults.set', { name, ...given });

    await tellSmallStory(house);

    expect(await struck(name)).toBeGreaterThan(0);
    await mustControl(house.slack, 'faults.clear');
    await expectClean(house.slack);
  });

  it.each(casesOf(linkFaults))('$title: when it is over, the bot is back by itself', async ({ name, given }) => {
    await mustControl(house.slack, 'faults.set', { name, ...given });
    if (name !== 'no_pong') await mustControl(house.slack, 'faults.set', { name: 'reset' });
    await expect.poll(() => struck(name), { timeout: 60_000 }).toBeGreaterThan(3);
    await mustControl(house.slack, 'faults.clear');

    await tellSmallStory(house);

    expect(bot.exitCode).toBeNull();
    await expectClean(house.slack);
  });

  it.each(casesOf(suddenFaults))('$title: nothing that waits for people is lost', async ({ name, given }) => {
    await tellSmallStory(house, { planned: () => mustControl(house.slack, 'faults.set', { name, ...given }) });

    expect(bot.exitCode).toBeNull();
    await expectClean(house.slack);
  });

  const Listed = z.object({ entries: z.array(z.object({ is: z.string(), what: z.string() })) });

  /** How often the local Slack noted that this fault struck. */
  async function struck(name: string): Promise<number> {
    const { entries } = Listed.parse(await control(house.slack, 'traffic.list'));
    return entries.filter(({ is, what }) => is === 'fault' && what === name).length;
  }
});
