import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { OpenWorkspace } from '../../../sandbox/slack/open.ts';
import { connect, open } from './support/open.ts';
import { call, channels, users } from './support/workspace.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const lunch: ModalView = {
  type: 'modal',
  callback_id: 'lunch',
  title: plain('Lunch'),
  submit: plain('Order'),
  notify_on_close: true,
  blocks: [
    {
      type: 'input',
      block_id: 'dish',
      label: plain('Dish'),
      element: { type: 'static_select', action_id: 'dish', options: [option('soup'), option('bread')], initial_option: option('bread') },
    },
    { type: 'input', block_id: 'note', label: plain('Note'), element: { type: 'plain_text_input', action_id: 'note', max_length: 20 } },
    { type: 'input', block_id: 'day', optional: true, label: plain('Day'), element: { type: 'datepicker', action_id: 'day' } },
    { type: 'input', block_id: 'who', optional: true, label: plain('Who'), element: { type: 'users_select', action_id: 'who' } },
    {
      type: 'actions',
      block_id: 'more',
      elements: [{ type: 'button', action_id: 'menu', text: plain('Menu'), value: 'all' }],
    },
  ],
};
const filled = (note: string) => ({ note: { note: { value: note } } });

/** A workspace whose application opens this modal on `/try`, and whatever else it listens to. */
async function atLunch(
  listen: (app: App) => void = () => {},
  options: Parameters<typeof open>[0] = {},
): Promise<{ readonly place: OpenWorkspace; readonly viewId: string }> {
  const place = await open(options);
  await connect(place, (app) => {
    app.command('/try', async ({ ack, body, client }) => {
      await client.views.open({ trigger_id: body.trigger_id, view: lunch });
      await ack();
    });
    listen(app);
  });
  await call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text: 'it' });
  return { place, viewId: z.string().parse(place.world.modals.of(users.dana)?.['id']) };
}

test('what was filled in comes with the view, and what was not as it was at first; then it is closed', async () => {
  const sent: unknown[] = [];
  const { place, viewId } = await atLunch((app) =>
    app.view('lunch', async ({ ack, view, body }) => {
      sent.push({ by: body.user.name, values: view.state.values });
      await ack();
    }),
  );

  const answer = await call(place, 'dana', 'views.submit', {
    view_id: viewId,
    values: { ...filled('hot'), day: { day: { value: '2026-12-01' } } },
  });

  expect(answer).toMatchObject({ ok: true, errors: {} });
  expect(sent).toEqual([
    {
      by: 'dana',
      values: {
        dish: { dish: { type: 'static_select', selected_option: option('bread') } },
        note: { note: { type: 'plain_text_input', value: 'hot' } },
        day: { day: { type: 'datepicker', selected_date: '2026-12-01' } },
        who: { who: { type: 'users_select', selected_user: null } },
      },
    },
  ]);
  expect(await call(place, 'dana', 'views.submit', { view_id: viewId })).toMatchObject({ ok: false, error: 'not_found' });
});

test('what Slack itself finds wrong does not reach the application', async () => {
  const sent: unknown[] = [];
  const { place, viewId } = await atLunch((app) =>
    app.view('lunch', async ({ ack, view }) => {
      sent.push(view);
      await ack();
    }),
  );
  const submit = (note?: string) =>
    call(place, 'dana', 'views.submit', { view_id: viewId, values: note === undefined ? {} : filled(note) });

  expect(await submit()).toMatchObject({ errors: { note: 'Please complete this required field.' } });
  expect(await submit('')).toMatchObject({ errors: { note: 'Please complete this required field.' } });
  expect(await submit('much more than that')).toMatchObject({ errors: {} });
  expect(sent).toHaveLength(1);
});

test('too long a text is refused', async () => {
  const { place, viewId } = await atLunch();

  expect(await call(place, 'dana', 'views.submit', { view_id: viewId, values: filled('x'.repeat(21)) })).toMatchObject({
    errors: { note: 'Please enter no more than 20 characters.' },
  });
});

test('what the application finds wrong leaves it open, and another view can be its answer', async () => {
  const { place, viewId } = await atLunch((app) =>
    app.view('lunch', async ({ ack, view }) => {
      const note = view.state.values['note']?.['note']?.value;
      if (note === 'cold') return ack({ response_action: 'errors', errors: { note: 'There is nothing cold.' } });
      return ack({ response_action: 'update', view: { ...lunch, title: plain('Thanks'), blocks: [{ type: 'divider' }] } });
    }),
  );
  const submit = (note: string) => call(place, 'dana', 'views.submit', { view_id: viewId, values: filled(note) });

  expect(await submit('cold')).toMatchObject({ ok: true, errors: { note: 'There is nothing cold.' } });
  expect(await submit('hot')).toMatchObject({ ok: true, errors: {} });
  expect(place.world.modals.byId(viewId)?.view).toMatchObject({ id: viewId, title: { text: 'Thanks' } });
});

test('the application hears that it was closed, and of a button in it', async () => {
  const heard: unknown[] = [];
  const { place, viewId } = await atLunch((app) => {
    app.action('menu', async ({ ack, action }) => {
      heard.push('value' in action ? action.value : '');
      await ack();
    });
    app.view({ callback_id: 'lunch', type: 'view_closed' }, async ({ ack }) => {
      heard.push('closed');
      await ack();
    });
  });

  expect(await call(place, 'dana', 'views.actions', { view_id: viewId, action_id: 'menu', value: 'all' })).toMatchObject({ ok: true });
  expect(await call(place, 'dana', 'views.close', { view_id: viewId })).toMatchObject({ ok: true });
  expect(heard).toEqual(['all', 'closed']);
  expect(place.world.modals.byId(viewId)).toBeUndefined();
});

test('nobody else can send, press or close it', async () => {
  const { place, viewId } = await atLunch();

  for (const method of ['views.submit', 'views.close', 'views.actions'])
    expect(await call(place, 'kim', method, { view_id: viewId, action_id: 'menu' })).toMatchObject({ ok: false, error: 'not_found' });
  expect(place.world.modals.byId(viewId)).toBeDefined();
});

test('an application that does not answer leaves it open', async () => {
  const { place, viewId } = await atLunch((app) => app.view('lunch', () => Promise.resolve()), { timing: { ackMs: 300 } });

  expect(await call(place, 'dana', 'views.submit', { view_id: viewId, values: filled('hot') })).toMatchObject({
    ok: false,
    error: 'operation_timeout',
  });
  expect(place.world.modals.byId(viewId)).toBeDefined();
});

test('it is shown anew by its id, and not where it has changed meanwhile', async () => {
  const { place, viewId } = await atLunch();
  const { hash } = place.world.modals.byId(viewId)?.view ?? {};
  const view = { ...lunch, title: plain('Dinner') };

  expect(await call(place, 'bot', 'views.update', { view_id: viewId, hash, view })).toMatchObject({ ok: true });
  expect(await call(place, 'bot', 'views.update', { view_id: viewId, hash, view })).toMatchObject({ ok: false, error: 'hash_conflict' });
  expect(await call(place, 'bot', 'views.update', { view_id: 'V1', view })).toMatchObject({ ok: false, error: 'not_found' });
});
