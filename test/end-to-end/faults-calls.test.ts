import { afterAll, beforeAll, describe, it } from 'vitest';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { callFaults, casesOf } from '../support/faults.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { mustControl } from '../support/slack-control.ts';
import { storyTables, tellSmallStory } from '../support/small-story.ts';
import { expectClean } from '../support/verdict.ts';

let house: House;

describe.skipIf(!hasClients)(`Slack’s answers go wrong${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    house = await openHouse({ platform: storyTables });
    await house.start('start');
    await house.hand.type('dana', 'backup create --name good');
    await house.hand.see('dana', /Make a backup[\s\S]*done in/);
  });

  afterAll(() => house?.close());

  it.each(casesOf(callFaults))('$title: everything is done and shown exactly once', async ({ name, given }) => {
    await mustControl(house.slack, 'faults.set', { name, ...given });

    await tellSmallStory(house);

    await mustControl(house.slack, 'faults.clear');
    await expectClean(house.slack);
  });
});
