import { z } from 'zod';
import { defineControl, done } from './define.ts';

/** Deactivates somebody, or takes them back, as an administrator of a workspace can. */
export const setPerson = defineControl({
  name: 'people.set',
  arguments: z.strictObject({ user: z.string(), deactivated: z.stringbool().or(z.boolean()) }),
  answer({ people, store }, { user, deactivated }) {
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
    return done({ user: people.find(user) });
  },
});
