import { request } from 'node:http';
import { expect, test } from 'vitest';
import { startWorkspace } from '../../../../sandbox/slack/workspace.ts';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { openLine, upgradeStatus, addressOf } from '../delivery/support/line.ts';
import { open } from '../support/open.ts';
import { manifestPath } from '../support/workspace.ts';

type Headers = Readonly<Record<string, string>>;

/** Asks at the port of the workspace with whatever headers, which `fetch` would not send. */
async function statusOf({ port }: { readonly port: string }, method: string, path: string, headers: Headers): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}

const routes = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/page.js' },
  { method: 'GET', path: '/start.json' },
  { method: 'POST', path: '/api/auth.test' },
  { method: 'POST', path: '/control/clock.read' },
  { method: 'POST', path: '/response/0123456789abcdef' },
  { method: 'GET', path: '/archives/C0OPS000001/p1234567890123456' },
  { method: 'OPTIONS', path: '/api/chat.postMessage' },
  { method: 'GET', path: '/nowhere' },
];

const foreign = [
  { name: 'a name that was made to point at this machine', headers: { host: 'evil.example:3100' } },
  { name: 'a page of another site', headers: { origin: 'http://evil.example' } },
  { name: 'a page of another port', headers: { origin: 'http://127.0.0.1:1' } },
  { name: 'a page without an origin of its own', headers: { origin: 'null' } },
];

test.each(foreign)('$name is turned away on every route', async ({ headers }) => {
  const place = await open();

  const statuses = await Promise.all(routes.map(async ({ method, path }) => statusOf(new URL(place.world.url), method, path, headers)));

  expect(statuses).toEqual(routes.map(() => 403));
});

async function socketStatuses(place: OpenWorkspace, headers: Headers): Promise<readonly (number | undefined)[]> {
  const live = `${place.world.url.replace('http', 'ws')}/live?token=${place.world.secrets.people['U0DANA00001']}`;
  return [await upgradeStatus(await addressOf(place), headers), await upgradeStatus(live, headers)];
}

test.each(foreign)('$name gets neither socket, with good rights to both', async ({ headers }) => {
  const place = await open();

  expect(await socketStatuses(place, headers)).toEqual([408, 408]);
  expect(await socketStatuses(place, {})).toEqual([101, 101]);
});

test('no answer invites other sites', async () => {
  const place = await open();

  const { headers } = await fetch(`${place.world.url}/start.json`);

  expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});

test('the page may connect to nobody but the workspace, and be framed by nobody', async () => {
  const place = await open();

  const { headers } = await fetch(place.world.url);

  const policy = Object.fromEntries((headers.get('content-security-policy') ?? '').split('; ').map((rule) => rule.split(/ (.*)/)));
  expect(policy).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'form-action': "'none'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
  });
});

test('where others may ask, they may do so under the given names only', async () => {
  const place = await open({ host: '0.0.0.0', allowedHosts: ['slack.test', 'proxy.test:8080'] });
  const { port, host } = new URL(place.world.url);
  const status = async (headers: Headers) => statusOf({ port }, 'GET', '/', headers);

  expect(host).toBe(`slack.test:${port}`);
  expect(await status({ host: `slack.test:${port}` })).toBe(200);
  expect(await status({ host: `slack.test:${port}`, origin: `http://slack.test:${port}` })).toBe(200);
  expect(await status({ host: 'proxy.test:8080' })).toBe(200);
  expect(await status({ host: `127.0.0.1:${port}` })).toBe(403);
  expect(await status({ host: `evil.example:${port}` })).toBe(403);
});

test('a workspace that others could ask under any name does not start', async () => {
  await expect(startWorkspace({ port: 0, manifest: manifestPath, host: '0.0.0.0' })).rejects.toThrow('at least one allowed host');
});

test('by default it listens on 127.0.0.1 alone', async () => {
  const place = await open();
  const { port } = new URL(place.world.url);

  // All of 127.0.0.0/8 is this machine, so another address of it stands for another interface.
  const elsewhere = fetch(`http://127.0.0.2:${port}/`);

  await expect(elsewhere).rejects.toThrow('fetch failed');
});

test('a name that is written in capitals is the same name, to sockets too', async () => {
  const place = await open();
  const { port } = new URL(place.world.url);

  expect(await upgradeStatus(await addressOf(place), { host: `LOCALHOST:${port}` })).toBe(101);
  expect((await openLine(place)).frames).toHaveLength(1);
});
