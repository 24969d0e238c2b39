import { eventKinds, publish } from '../delivery/publish.ts';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import { Block } from '../state/message.ts';
import type { World } from '../world.ts';
import { choiceOf } from './choice.ts';
import type { Given } from './choice.ts';
import { elementsIn } from './elements-in.ts';
import { userName } from './escape.ts';

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

/** A press of something in a home. The view decides, not the person: what it does not hold cannot be pressed. */
export interface HomePress extends Given {
  readonly user: string;
  readonly actionId: string;
  readonly blockId?: string | undefined;
}

/** Throws `action_not_found`, `dispatch_failed` or `operation_timeout`. */
export async function pressInHome(world: World, { user, actionId, blockId, ...given }: HomePress): Promise<void> {
  const view = world.store.home(user);
  const blocks = Block.array().safeParse(view?.['blocks']).data ?? [];
  const [found] = elementsIn({ blocks, attachments: [] })
    .filter(({ element, blockId: own }) => element['action_id'] === actionId && (blockId === undefined || own === blockId))
    .flatMap((placed) => {
      const choice = choiceOf(world, placed.element, given);
      return choice ? [{ ...placed, choice }] : [];
    });
  if (!view || !found) throw new SlackError('action_not_found');
  const name = userName(world, user);
  const action = { type: found.element['type'], action_id: actionId, block_id: found.blockId, ...found.choice };
  const outcome = await world.delivery.send({
    type: 'interactive',
    accepts_response_payload: false,
    payload: {
      type: 'block_actions',
      user: { id: user, username: name, name, team_id: team.id },
      api_app_id: app.id,
      token: world.secrets.verification,
      container: { type: 'view', view_id: view['id'] },
      trigger_id: world.triggers.issue(),
      team: { id: team.id, domain: team.domain },
      enterprise: null,
      is_enterprise_install: false,
      view,
      actions: [{ ...action, action_ts: (world.now().getTime() / 1000).toFixed(6) }],
    },
  });
  if (outcome.is === 'acked') return;
  throw new SlackError(outcome.is === 'no connection' || outcome.is === 'refused' ? 'dispatch_failed' : 'operation_timeout');
}
