import { z } from 'zod';
import type { Fields } from '../blocks/problem.ts';
import { readView } from '../blocks/view.ts';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import type { World } from '../world.ts';
import { Text } from './arguments.ts';
import { defineMethod } from './method.ts';

function kept({ store }: World, view: Fields): Record<string, unknown> {
  const stamp = store.timestamp();
  return {
    ...view,
    id: `V${stamp.replace('.', '').slice(-10)}`,
    team_id: team.id,
    app_id: app.id,
    bot_id: app.botId,
    hash: stamp,
    state: { values: {} },
  };
}

export const viewsPublish = defineMethod({
  name: 'views.publish',
  tokens: ['bot'],
  arguments: z.object({ user_id: Text, view: z.unknown().optional() }),
  answer(world, _caller, given) {
    if (!world.manifest.homeTab) throw new SlackError('not_enabled');
    if (!world.people.find(given.user_id)) throw new SlackError('user_not_found');
    const view = kept(world, readView(given.view, 'home'));
    world.store.record({ is: 'home', user: given.user_id, view });
    return { view };
  },
});

/** Modals are accepted and kept; nobody can fill them in yet. */
export const viewsOpen = defineMethod({
  name: 'views.open',
  tokens: ['bot'],
  arguments: z.object({ trigger_id: Text.min(1), view: z.unknown().optional() }),
  answer(world, _caller, given) {
    const view = readView(given.view, 'modal');
    const trigger = world.triggers.redeem(given.trigger_id);
    if (trigger !== 'good') throw new SlackError(trigger);
    return { view: kept(world, view) };
  },
});
