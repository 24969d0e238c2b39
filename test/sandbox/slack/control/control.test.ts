import { expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { open } from '../support/open.ts';
import { call, channels, users } from '../support/workspace.ts';
import { control } from './support.ts';

async function statusWith({ world }: OpenWorkspace, headers: Readonly<Record<string, string>>): Promise<number> {
  return (await fetch(`${world.url}/control/clock.read`, { method: 'POST', headers })).status;
}

test('nobody but the owner of the control token controls the workspace', async () => {
  const place = await open();
  const { bot, app, people, control: own } = place.world.secrets;
  const others = [bot, app, String(people[users.dana]), `${own}x`, own.slice(0, -1)];

  expect(await statusWith(place, {})).toBe(401);
  expect(await Promise.all(others.map(async (token) => statusWith(place, { authorization: `Bearer ${token}` })))).toEqual(
    others.map(() => 401),
  );
  expect(await statusWith(place, { authorization: `Bearer ${own}` })).toBe(200);
});

test('a control that there is not is answered with those that there are', async () => {
  const place = await open();

  const { status, body } = await control(place, 'clock.stop');

  expect([status, body.error]).toEqual([404, 'unknown_control']);
  expect(body.says).toContain('clock.advance');
});

test('the clock is set forward and says by how much', async () => {
  const place = await open();

  await control(place, 'clock.advance', { ms: 86_400_000 });

  const { body } = await control(place, 'clock.read');
  expect(Number(body['ahead_ms'])).toBeGreaterThanOrEqual(86_400_000 - 1000);
  expect(Date.parse(String(body['now'])) - Date.now()).toBeGreaterThan(86_000_000);
});

test.each([{ ms: -1 }, { ms: 1.5 }, { ms: 'tomorrow' }, { ms: 1e15 }, { minutes: 1 }])(
  'the clock cannot be set forward by %o',
  async (given) => {
    const place = await open();

    expect(await control(place, 'clock.advance', given)).toMatchObject({ status: 400, body: { error: 'invalid_arguments' } });
  },
);

test('messages carry the time of the clock', async () => {
  const place = await open();
  await control(place, 'clock.advance', { ms: 86_400_000 });

  const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'tomorrow' });

  expect(Number(ts) * 1000 - Date.now()).toBeGreaterThan(86_000_000);
});

test('limits are as strict as was asked for, from one moment to the next', async () => {
  const place = await open();
  const answers = async () => {
    const results = [];
    for (let turn = 0; turn < 3; turn += 1) results.push((await call(place, 'bot', 'users.list')).ok);
    return results;
  };
  expect(await answers()).toEqual([true, true, true]);

  await control(place, 'limits.set', { profile: 'tight' });

  expect(await answers()).toEqual([true, true, false]);
  expect((await control(place, 'limits.read')).body).toMatchObject({ profile: 'tight' });
  expect(await control(place, 'limits.set', { profile: 'lax' })).toMatchObject({ status: 400 });
});

test('somebody is deactivated and taken back', async () => {
  const place = await open();

  await control(place, 'people.set', { user: users.kim, deactivated: 'true' });
  expect(await call(place, 'kim', 'auth.test')).toMatchObject({ error: 'account_inactive' });

  await control(place, 'people.set', { user: users.kim, deactivated: 'false' });
  expect(await call(place, 'kim', 'auth.test')).toMatchObject({ ok: true });
  expect(await control(place, 'people.set', { user: 'U0NOBODY', deactivated: 'true' })).toMatchObject({ status: 404 });
});

test('JSON is understood as well as a form, and what is neither is said to be so', async () => {
  const { world } = await open();
  const ask = async (type: string, body: string) =>
    fetch(`${world.url}/control/limits.set`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${world.secrets.control}` },
      body,
    });

  expect((await ask('application/json', '{"profile":"tight"}')).status).toBe(200);
  const broken = await ask('application/json', '{"profile"');
  expect([broken.status, await broken.json()]).toEqual([400, { ok: false, error: 'invalid_json' }]);
});
