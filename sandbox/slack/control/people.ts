import { z } from 'zod';
import { users } from '../api/accounts.ts';
import { eventKinds, publish } from '../delivery/publish.ts';
import type { World } from '../world.ts';
import { defineControl, done } from './define.ts';

/** Deactivates somebody, or takes them back, as an administrator of a workspace can. */
export const setPerson = defineControl({
  name: 'people.set',
  arguments: z.strictObject({ user: z.string(), deactivated: z.stringbool().or(z.boolean()) }),
  answer(world, { user, deactivated }) {
    const { people, store } = world;
    const person = people.find(user);
    if (!person)
      return {
        status: 404,
        body: {
          ok: false,
          error: 'user_not_found',
          says: `There are: ${people
            .all()
            .map(({ id, name }) => `${id} (${name})`)
            .join(', ')}.`,
        },
      };
    store.record({ is: 'person', id: user, deactivated });
    tellChange(world, user);
    return done({ user: people.find(user) });
  },
});

/** Applications that know people hear of it. */
function tellChange(world: World, id: string): void {
  const user = users(world).find((account) => account['id'] === id);
  const cacheTs = Math.floor(world.now().getTime() / 1000);
  publish(world, eventKinds.userChanged, undefined, { type: 'user_change', user, cache_ts: cacheTs, event_ts: world.store.timestamp() });
}
