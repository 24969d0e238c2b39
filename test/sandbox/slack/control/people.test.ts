import { expect, test } from 'vitest';
import { control } from '../../../support/slack-control.ts';
import { awaited } from '../support/bolt.ts';
import { connect } from '../support/open.ts';
import { openScoped } from '../support/scoped.ts';
import { call, channels, users } from '../support/workspace.ts';

test('who is deactivated can do nothing any more, and the application hears of it', async () => {
  const place = await openScoped(['users:read'], ['user_change']);
  const heard = awaited<unknown>();
  await connect(place, (app) => app.event('user_change', async ({ event }) => heard.bring(event)), 1);
  const slack = { url: place.world.url, tokens: { control: place.world.secrets.control } };

  expect(await control(slack, 'people.set', { user: users.dana, deactivated: true })).toMatchObject({ ok: true });

  expect(await heard.arrived).toMatchObject({ user: { id: users.dana, deleted: true } });
  expect(await call(place, 'dana', 'chat.postMessage', { channel: channels.ops, text: 'x' })).toMatchObject({ error: 'account_inactive' });
  expect(await control(slack, 'people.set', { user: 'U404', deactivated: true })).toMatchObject({ ok: false, error: 'user_not_found' });
});
