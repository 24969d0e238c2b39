import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../sandbox/slack/open.ts';
import { open } from './support/open.ts';
import { call, channels, users, type Who } from './support/workspace.ts';

async function post(place: OpenWorkspace, who: Who, given: Readonly<Record<string, unknown>>): Promise<string> {
  return (await call(place, who, 'chat.postMessage', { channel: channels.ops, ...given })).ts;
}

describe('who may call', () => {
  test.each<{ who: Who; method: string; error: string }>([
    { who: 'nobody', method: 'auth.test', error: 'not_authed' },
    { who: 'app', method: 'chat.postMessage', error: 'not_allowed_token_type' },
    { who: 'bot', method: 'apps.connections.open', error: 'not_allowed_token_type' },
    { who: 'bot', method: 'chat.command', error: 'not_allowed_token_type' },
    { who: 'bot', method: 'chat.brew', error: 'unknown_method' },
  ])('$who calling $method is told $error', async ({ who, method, error }) => {
    const place = await open();

    const reply = await call(place, who, method, { channel: channels.ops, text: 'x' });

    expect(reply).toMatchObject({ ok: false, error });
  });

  test('a scope that the manifest does not name is missing, and the answer says which', async () => {
    const place = await open();
    const ts = await post(place, 'bot', { text: 'x' });

    const reply = await call(place, 'bot', 'reactions.add', { channel: channels.ops, timestamp: ts, name: 'eyes' });

    expect(reply).toMatchObject({
      ok: false,
      error: 'missing_scope',
      needed: 'reactions:write',
      provided: expect.stringContaining('chat:write'),
    });
  });

  test('an unknown token is invalid_auth, also in a JSON body', async () => {
    const place = await open();

    const body = JSON.stringify({ token: 'xoxb-nobody' });
    const response = await fetch(`${place.world.url}/api/auth.test`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });

    expect(await response.json()).toEqual({ ok: false, error: 'invalid_auth' });
  });

  test.each([
    { name: 'a page of another site', headers: { origin: 'http://evil.example' } },
    { name: 'a name that was made to point at this machine', headers: { host: 'evil.example:3100' } },
  ])('$name is turned away', async ({ headers }) => {
    const place = await open();

    const sent = request(`${place.world.url}/start.json`, { headers }).end();
    const [response] = await once(sent, 'response');

    expect(response).toMatchObject({ statusCode: 403 });
  });
});

describe('the body of a call', () => {
  async function send(place: OpenWorkspace, type: string, body: NonNullable<RequestInit['body']>, method = 'POST'): Promise<Response> {
    const headers = { authorization: `Bearer ${place.world.secrets.bot}`, ...(type !== '' && { 'content-type': type }) };
    const init: RequestInit = { method, headers, body };
    return fetch(`${place.world.url}/api/chat.postMessage`, init);
  }

  test.each([
    { name: 'JSON that was cut', type: 'application/json', body: '{"channel": "C0', error: 'invalid_json' },
    { name: 'a list', type: 'application/json; charset=utf-8', body: '[]', error: 'json_not_object' },
    { name: 'null', type: 'application/json', body: 'null', error: 'json_not_object' },
    { name: 'XML', type: 'text/xml', body: '<channel/>', error: 'invalid_post_type' },
    { name: 'bytes without a type', type: '', body: new Uint8Array(3), error: 'missing_post_type' },
    { name: 'a form in parts without parts', type: 'multipart/form-data; boundary=x', body: 'channel', error: 'invalid_form_data' },
    { name: 'one of 30 MB', type: 'application/json', body: `"${'x'.repeat(30_000_000)}"`, error: 'request_too_large' },
  ])('$name is told as $error', async ({ type, body, error }) => {
    const place = await open();

    const response = await send(place, type, body);

    expect([response.status, await response.json()]).toEqual([200, { ok: false, error }]);
  });

  test('a form in parts is read, as curl -F sends it', async () => {
    const place = await open();
    const form = new FormData();
    form.set('channel', channels.ops);
    form.set('text', 'grüße & co');
    form.set('file', new Blob(['not used']), 'file.txt');

    const response = await send(place, '', form);

    expect(await response.json()).toMatchObject({ ok: true, message: { text: 'grüße & co' } });
  });

  test('only GET and POST are methods of HTTP for it', async () => {
    const place = await open();

    const response = await send(place, 'application/json', JSON.stringify({ channel: channels.ops, text: 'x' }), 'PUT');

    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, POST']);
    expect(await call(place, 'bot', 'conversations.history', { channel: channels.ops })).toMatchObject({ messages: [] });
  });
});

describe('reactions', () => {
  test('a person reacts once with each name, whatever its alias, and takes it back once', async () => {
    const place = await open();
    const timestamp = await post(place, 'bot', { text: 'approve?' });
    const react = async (method: string, name: string) =>
      (await call(place, 'alex', method, { channel: channels.ops, timestamp, name })).error;

    const errors = [
      await react('reactions.add', 'thumbsup'),
      await react('reactions.add', '+1'),
      await react('reactions.add', '+1::skin-tone-3'),
      await react('reactions.add', '+1::skin-tone-9'),
      await react('reactions.add', 'no_such_emoji'),
      await react('reactions.remove', 'thumbsup'),
      await react('reactions.remove', 'thumbsup'),
    ];

    expect(errors).toEqual([undefined, 'already_reacted', undefined, 'invalid_name', 'invalid_name', undefined, 'no_reaction']);
    const { message } = await call(place, 'bot', 'reactions.get', { channel: channels.ops, timestamp, full: true });
    expect(message?.reactions).toEqual([{ name: '+1::skin-tone-3', users: [users.alex], count: 1 }]);
  });

  test('only a full reading names everybody who reacted', async () => {
    const place = await open();
    const timestamp = await post(place, 'dana', { text: 'lunch?' });
    for (const who of ['dana', 'alex', 'kim', 'sam'] as const)
      await call(place, who, 'reactions.add', { channel: channels.ops, timestamp, name: 'tada' });

    const full = await call(place, 'bot', 'reactions.get', { channel: channels.ops, timestamp, full: true });
    const short = await call(place, 'bot', 'reactions.get', { channel: channels.ops, timestamp });

    expect(full.message?.reactions?.[0]).toMatchObject({ users: [users.dana, users.alex, users.kim, users.sam], count: 4 });
    expect(short.message?.reactions?.[0]?.users.length).toBeLessThan(4);
    expect(short.message?.reactions?.[0]?.count).toBe(4);
  });
});

test('a guest is restricted and sees only their own channels', async () => {
  const place = await open();

  const sam = await call(place, 'bot', 'users.info', { user: users.sam });
  const list = await call(place, 'sam', 'conversations.list');

  expect(sam).toMatchObject({ user: { is_restricted: true, is_bot: false } });
  expect(list).toMatchObject({ channels: [{ name: 'ops' }, { name: 'random' }] });
});

test('somebody of another company differs from a member by the team alone, and sees only their own channels', async () => {
  const place = await open();

  const rio = await call(place, 'bot', 'users.info', { user: users.rio });
  const list = await call(place, 'rio', 'conversations.list');

  expect(rio).toMatchObject({ user: { team_id: 'T0PARTNER01', is_stranger: false, is_restricted: false, is_bot: false } });
  expect(list).toMatchObject({ channels: [{ name: 'ops' }] });
});
