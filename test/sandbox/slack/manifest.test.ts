import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManifest, type Manifest, type Whereabouts } from '../../../sandbox/slack/manifest.ts';
import { readSetup } from '../../../sandbox/slack/setup.ts';

const lunch = fileURLToPath(new URL('app/manifest.yml', import.meta.url));
const appUrl = 'http://127.0.0.1:3000';
let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'manifest-'));
  path = join(folder, 'manifest.yml');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What becomes of the manifest of the lunch application with something in it replaced. */
async function read(from: string | RegExp, to: string, whereabouts: Whereabouts = {}): Promise<Manifest> {
  await writeFile(path, (await readFile(lunch, 'utf8')).replaceAll(from, to));
  return readManifest(path, whereabouts);
}

test('a manifest says what the application was granted', () => {
  expect(readManifest(lunch, { appUrl })).toMatchObject({
    appName: 'Lunch',
    botName: 'lunch',
    commands: [{ command: '/lunch', should_escape: false, url: 'http://127.0.0.1:3000/slack/events' }],
    scopes: expect.arrayContaining(['chat:write', 'commands']),
    events: ['app_mention', 'reaction_added'],
    interactive: true,
    socketMode: false,
    homeTab: false,
    requestUrls: { events: 'http://127.0.0.1:3000/slack/events', interactivity: 'http://127.0.0.1:3000/slack/events' },
  });
});

test.each(['http://localhost:3000', 'http://[::1]:3000', 'http://127.0.0.1', 'http://127.1.2.3'])(
  'request URLs may name this machine as %s',
  async (here) => {
    const { requestUrls } = await read('https://lunch.example.com', here);

    expect(requestUrls.events).toBe(`${here}/slack/events`);
  },
);

test.each([
  { name: 'another host', url: 'https://lunch.example.com', says: 'is not on this machine. Say where the application listens: --app-url' },
  { name: 'a host whose name begins as this machine', url: 'http://127.0.0.1.evil.example', says: 'is not on this machine' },
  { name: 'Slack', url: 'https://slack.com', says: 'never talks to Slack' },
  { name: 'Slack with a dot at the end', url: 'https://hooks.SLACK.com.', says: 'never talks to Slack' },
  { name: 'a file', url: 'file:///etc', says: 'no URL that begins with http' },
  { name: 'nothing that one could call', url: 'lunch', says: 'no URL that begins with http' },
])('request URLs of $name are refused', async ({ url, says }) => {
  await expect(read('https://lunch.example.com', url)).rejects.toThrow(says);
});

test.each([
  { given: 'http://app.test:3000', says: 'Name it: --allowed-host app.test' },
  { given: 'https://slack.com', says: 'never talks to Slack' },
  { given: 'https://edge.slack-gov.com', says: 'never talks to Slack' },
  { given: 'app.test', says: 'reading --app-url: "app.test" is no URL' },
])('--app-url $given is refused', ({ given, says }) => {
  expect(() => readManifest(lunch, { appUrl: given })).toThrow(says);
});

test('a host that was named may be the place of the application, but Slack never', () => {
  const where = { appUrl: 'http://app.test:3000', allowedHosts: ['app.test'] };

  expect(readManifest(lunch, where).requestUrls.events).toBe('http://app.test:3000/slack/events');
  expect(() => readManifest(lunch, { appUrl: 'https://slack.com', allowedHosts: ['slack.com'] })).toThrow('never talks to Slack');
});

test('without Socket Mode everything needs its URL, and all that lack one are named', async () => {
  await expect(read(/^ *(?:request_)?url: .*$/gm, '')).rejects.toThrow(
    'the url of /lunch, settings.event_subscriptions.request_url, settings.interactivity.request_url',
  );
});

test('an application with Socket Mode is sent nothing, so an --app-url is a misunderstanding', async () => {
  const socket = await read('socket_mode_enabled: false', 'socket_mode_enabled: true');

  expect(socket).toMatchObject({ socketMode: true, requestUrls: { events: undefined, interactivity: undefined } });
  expect(() => readManifest(path, { appUrl })).toThrow('it has socket_mode_enabled: true');
});

test.each([
  { name: 'a command without a slash', from: 'command: /lunch', to: 'command: lunch', place: 'features.slash_commands[0].command' },
  { name: 'no name', from: '  name: Lunch\n', to: '', place: 'display_information.name' },
  {
    name: 'scopes that are no list',
    from: /( {4}bot:)\n(?: {6}- .*\n)+/g,
    to: '$1 chat:write\n',
    place: 'oauth_config.scopes.bot',
  },
  { name: 'a switch that is a word', from: 'is_enabled: true', to: 'is_enabled: perhaps', place: 'settings.interactivity.is_enabled' },
])('a manifest with $name is refused with its path and the place of the mistake', async ({ from, to, place }) => {
  const reading = read(from, to, { appUrl });

  await expect(reading).rejects.toThrow(`reading the manifest ${path}: `);
  await expect(reading).rejects.toThrow(place);
});

test('a manifest that is no YAML is refused with the line of the mistake', async () => {
  await writeFile(path, 'display_information:\n  name: "Lunch\n');

  expect(() => readManifest(path)).toThrow(/reading the manifest .*manifest\.yml: .* line \d/s);
});

test('a manifest that is not there is missed by its path', () => {
  expect(() => readManifest(path)).toThrow(`reading the manifest ${path}: ENOENT`);
});

test.each([
  { name: 'no YAML', text: 'people: [', says: /setup.*line \d/s },
  {
    name: 'a kind that there is not',
    text: 'people: [{ id: U0ANN000001, name: ann, realName: Ann, kind: king }]\nchannels: []',
    says: /people\[0\]\.kind/,
  },
  {
    name: 'a member who is nobody',
    text: 'people: [{ id: U0ANN000001, name: ann, realName: Ann }]\nchannels: [{ id: C0ALL000001, name: all, members: [bob] }]',
    says: /#all names "bob", who is none of the people/,
  },
])('a setup with $name is refused with the place of the mistake', async ({ text, says }) => {
  await writeFile(path, text);

  expect(() => readSetup(path)).toThrow(says);
});
