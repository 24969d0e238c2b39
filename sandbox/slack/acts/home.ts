import { eventKinds, publish } from '../delivery/publish.ts';
import { SlackError } from '../errors.ts';
import type { World } from '../world.ts';

/** Somebody looks at the home of the application: it is told each time, and shows what it published last. */
export function openHome(world: World, user: string): Readonly<Record<string, unknown>> | undefined {
  if (!world.manifest.homeTab) throw new SlackError('not_enabled');
  const view = world.store.home(user);
  publish(world, eventKinds.homeOpened, undefined, {
    type: 'app_home_opened',
    user,
    channel: directOf(world, user),
    tab: 'home',
    ...(view === undefined ? {} : { view }),
    event_ts: world.store.timestamp(),
  });
  return view;
}

/** The direct conversation with the bot; who has none yet gets the id that it would have. */
function directOf({ store }: World, user: string): string {
  return store.channels().find(({ direct, members }) => direct && members.includes(user))?.id ?? `D${user.slice(1)}`;
}
