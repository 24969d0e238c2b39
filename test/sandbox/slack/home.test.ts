import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { connect, open } from './support/open.ts';
import { call, users } from './support/workspace.ts';

/** That of the bot itself, which has a home. */
const manifest = fileURLToPath(new URL('../../../manifest.yml', import.meta.url));
const view = (text: string) => ({
  type: 'home',
  blocks: [
    { type: 'section', text: { type: 'mrkdwn', text } },
    {
      type: 'actions',
      block_id: 'b1',
      elements: [{ type: 'button', action_id: 'go', value: 'now', text: { type: 'plain_text', text: 'Go' } }],
    },
  ],
});

test('the first look finds nothing, and each is told to the application', async () => {
  const place = await open({ manifest });
  const looks: unknown[] = [];
  await connect(place, (app) =>
    app.event('app_home_opened', ({ event }) => {
      looks.push({ user: event.user, tab: event.tab, hasView: event.view !== undefined });
      return Promise.resolve();
    }),
  );

  const first = await call(place, 'dana', 'home.open');
  await call(place, 'bot', 'views.publish', { user_id: users.dana, view: view('hello') });
  const second = await call(place, 'dana', 'home.open');

  expect(first).toMatchObject({ ok: true, view: null });
  expect(second).toMatchObject({ view: { type: 'home', blocks: [{ text: { text: 'hello' } }, {}] } });
  await expect
    .poll(() => looks)
    .toEqual([
      { user: users.dana, tab: 'home', hasView: false },
      { user: users.dana, tab: 'home', hasView: true },
    ]);
});

test('what was published is seen by its person alone', async () => {
  const place = await open({ manifest });
  await call(place, 'bot', 'views.publish', { user_id: users.dana, view: view('hello') });

  expect(await call(place, 'kim', 'home.open')).toMatchObject({ view: null });
});

test('a press comes with the view and without a channel, and what it does not hold cannot be pressed', async () => {
  const place = await open({ manifest });
  const presses: unknown[] = [];
  await connect(place, (app) =>
    app.action('go', async ({ body, action, ack }) => {
      presses.push({ container: 'container' in body ? body.container['type'] : '', channel: 'channel' in body, action });
      await ack();
    }),
  );
  await call(place, 'bot', 'views.publish', { user_id: users.dana, view: view('hello') });

  expect(await call(place, 'dana', 'views.actions', { action_id: 'go', block_id: 'b1', value: 'now' })).toMatchObject({ ok: true });
  expect(await call(place, 'dana', 'views.actions', { action_id: 'stop' })).toMatchObject({ ok: false, error: 'action_not_found' });
  expect(await call(place, 'kim', 'views.actions', { action_id: 'go' })).toMatchObject({ ok: false, error: 'action_not_found' });
  expect(presses).toEqual([
    { container: 'view', channel: false, action: expect.objectContaining({ action_id: 'go', block_id: 'b1', value: 'now' }) },
  ]);
});

test('without a home in the manifest there is none', async () => {
  const place = await open();

  expect(await call(place, 'dana', 'home.open')).toMatchObject({ ok: false, error: 'not_enabled' });
});
