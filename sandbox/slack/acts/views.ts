import { z } from 'zod';
import { readView } from '../blocks/view.ts';
import { failureOf, type Outcome } from '../delivery/envelope.ts';
import { SlackError } from '../errors.ts';
import type { World } from '../world.ts';
import { fitting, named, type Given } from './choice.ts';
import { elementsIn } from './elements-in.ts';
import { blocksOfView, formOf, type Filled } from './form.ts';
import { interactionBy } from './interaction.ts';
import { keptView } from './kept-view.ts';

/** A press of something in a home or a modal. The view decides, not the person: what it does not hold cannot be pressed. */
export interface ViewPress extends Given {
  readonly user: string;
  /** Of the modal; without it, it is the home. */
  readonly viewId?: string | undefined;
  readonly actionId: string;
  readonly blockId?: string | undefined;
}

/** Throws `action_not_found`, `not_found`, `dispatch_failed` or `operation_timeout`. */
export async function pressInView(world: World, { user, viewId, actionId, blockId, ...given }: ViewPress): Promise<void> {
  const view = viewId === undefined ? world.store.home(user) : ownModal(world, user, viewId);
  const [found] = fitting(world, named(elementsIn({ blocks: blocksOfView(view), attachments: [] }), { actionId, blockId }), given);
  if (!view || !found) throw new SlackError('action_not_found');
  const action = { type: found.element['type'], action_id: actionId, block_id: found.blockId, ...found.choice };
  const actions = [{ ...action, action_ts: (world.now().getTime() / 1000).toFixed(6) }];
  acked(await send(world, user, { type: 'block_actions', container: { type: 'view', view_id: view['id'] }, view, actions }));
}

const Answer = z.union([
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push') }),
  z.object({ response_action: z.literal('clear') }),
]);

/**
 * Sends the form of a modal. What is wrong in it comes back by block, and it stays open; otherwise it closes or shows what the
 * application answered. Throws `not_found`, `dispatch_failed` or `operation_timeout`, after which it stays open, too.
 */
export async function submitView(
  world: World,
  { user, viewId, filled }: { readonly user: string; readonly viewId: string; readonly filled: Filled },
): Promise<Readonly<Record<string, string>>> {
  const view = ownModal(world, user, viewId);
  const form = formOf(world, view, filled);
  if ('errors' in form) return form.errors;
  const sent = { ...view, state: { values: form.values } };
  const payload = acked(await send(world, user, { type: 'view_submission', view: sent, response_urls: [] }));
  const answer = Answer.safeParse(payload).data;
  if (answer?.response_action === 'push') throw new SlackError('push_is_not_shown_here');
  if (answer?.response_action === 'errors') return answer.errors;
  if (answer?.response_action === 'update') world.modals.show(user, keptView(world, readView(answer.view, 'modal'), view));
  else world.modals.close(user);
  return {};
}

/** Closes a modal without sending it; the application hears of it where it wanted to. */
export async function closeView(world: World, { user, viewId }: { readonly user: string; readonly viewId: string }): Promise<void> {
  const view = ownModal(world, user, viewId);
  world.modals.close(user);
  if (view['notify_on_close'] === true) acked(await send(world, user, { type: 'view_closed', view, is_cleared: false }));
}

function ownModal(world: World, user: string, viewId: string): Readonly<Record<string, unknown>> {
  const modal = world.modals.byId(viewId);
  if (modal?.user !== user) throw new SlackError('not_found');
  return modal.view;
}

function send(world: World, user: string, more: Readonly<Record<string, unknown>>): Promise<Outcome> {
  return world.delivery.send({
    type: 'interactive',
    accepts_response_payload: more['type'] === 'view_submission',
    payload: { ...interactionBy(world, user), ...more },
  });
}

function acked(outcome: Outcome): unknown {
  if (outcome.is === 'acked') return outcome.payload;
  throw new SlackError(failureOf(outcome));
}
