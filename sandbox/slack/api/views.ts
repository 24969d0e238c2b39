import { z } from 'zod';
import { keptView } from '../acts/kept-view.ts';
import { readView } from '../blocks/view.ts';
import { SlackError } from '../errors.ts';
import { Text } from './arguments.ts';
import { defineMethod } from './method.ts';

export const viewsPublish = defineMethod({
  name: 'views.publish',
  tokens: ['bot'],
  arguments: z.object({ user_id: Text, view: z.unknown().optional() }),
  answer(world, _caller, given) {
    if (!world.manifest.homeTab) throw new SlackError('not_enabled');
    if (!world.people.find(given.user_id)) throw new SlackError('user_not_found');
    const view = keptView(world, readView(given.view, 'home'));
    world.store.record({ is: 'home', user: given.user_id, view });
    return { view };
  },
});

/** Opens a modal for whoever did what the trigger was given for. */
export const viewsOpen = defineMethod({
  name: 'views.open',
  tokens: ['bot'],
  arguments: z.object({ trigger_id: Text.min(1), view: z.unknown().optional() }),
  answer(world, _caller, given) {
    const view = readView(given.view, 'modal');
    const user = world.triggers.redeem(given.trigger_id);
    const kept = keptView(world, view);
    world.modals.show(user, kept);
    return { view: kept };
  },
});

/** Shows another view in a modal that is open. */
export const viewsUpdate = defineMethod({
  name: 'views.update',
  tokens: ['bot'],
  arguments: z.object({ view_id: Text.min(1), hash: Text.optional(), view: z.unknown().optional() }),
  answer(world, _caller, given) {
    const view = readView(given.view, 'modal');
    const modal = world.modals.byId(given.view_id);
    if (!modal) throw new SlackError('not_found');
    if (given.hash !== undefined && given.hash !== modal.view['hash']) throw new SlackError('hash_conflict');
    const kept = keptView(world, view, modal.view);
    world.modals.show(modal.user, kept);
    return { view: kept };
  },
});
