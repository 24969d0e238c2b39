import { z } from 'zod';
import { users } from '../api/people.ts';
import { eventKinds, publish } from '../delivery/publish.ts';
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
    const now = users(world).find(({ id }) => id === user);
    publish(world, eventKinds.userChanged, undefined, {
      type: 'user_change',
      user: now,
      cache_ts: Math.floor(world.now().getTime() / 1000),
      event_ts: store.timestamp(),
    });
    return done({ user: people.find(user) });
  },
});
