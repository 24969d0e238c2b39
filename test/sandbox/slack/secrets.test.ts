import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadSecrets, looksReal } from '../../../sandbox/slack/secrets.ts';
import { readSetup } from '../../../sandbox/slack/setup.ts';
import { open } from './support/open.ts';
import { call } from './support/workspace.ts';

const { people } = readSetup();
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secrets-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

// Put together here, so that nothing in this file is taken for a token that somebody lost.
const team = '2345678901';
const real = {
  'of a bot': ['xoxb', team, '2345678901234', 'AbCdEfGhIjKlMnOpQrStUvWx'].join('-'),
  'of a user': ['xoxp', team, '234567890123', '345678901234', '0123456789abcdef0123456789abcdef'].join('-'),
  'of an application': ['xapp', '1', 'A01BCDEFGHI', '2345678901234', '0123456789abcdef'].join('-'),
  'of a browser': ['xoxc', team, '234567890123', '345678901234', '0123456789abcdef'].join('-'),
  'of a cookie': ['xoxd', 'AbCdEfGh%2BIjKlMnOp'].join('-'),
  'of a configuration': ['xoxe.xoxp', '1', 'Mi0yLTEyMzQ1Njc4OTAxMjM0'].join('-'),
  'for the next one': ['xoxe', '1', 'My0xLTEyMzQ1Njc4OTAxMjM0'].join('-'),
};

describe.each(Object.entries(real))('a real token %s', (_name, token) => {
  test('is known as such', () => {
    expect(looksReal(token)).toBe(true);
  });

  test('is not taken from the folder, and not repeated', async () => {
    await writeFile(join(folder, 'tokens.json'), JSON.stringify({ bot: token }));

    const load = (): unknown => loadSecrets(folder, people);

    expect(load).toThrow('looks like a token of a real Slack workspace');
    expect(load).not.toThrow(token);
  });

  test('is refused where it is presented, and is not in the traffic', async () => {
    const place = await open();

    const response = await fetch(`${place.world.url}/api/auth.test`, { method: 'POST', headers: { authorization: `Bearer ${token}` } });
    await call(place, 'bot', 'chat.postMessage', { channel: 'C0OPS000001', text: `lost: ${token}` });

    expect(await response.json()).toMatchObject({ ok: false, error: 'invalid_auth' });
    expect(place.world.traffic.verdict().problems).toMatchObject([
      { what: 'auth.test', says: expect.stringContaining('real Slack workspace') },
    ]);
    expect(JSON.stringify(place.world.traffic.entries())).not.toContain(token);
  });
});

test('no token of a workspace looks real, and no two are alike', () => {
  const first = loadSecrets(undefined, people);
  const second = loadSecrets(undefined, people);
  const all = ({ bot, app, control, signingSecret, people: own }: typeof first) => [
    bot,
    app,
    control,
    signingSecret,
    ...Object.values(own),
  ];

  expect(all(first).filter(looksReal)).toEqual([]);
  expect(new Set([...all(first), ...all(second)]).size).toBe(2 * all(first).length);
});

test('the file of tokens is for its owner only, also where somebody had opened it to others', async () => {
  loadSecrets(folder, people);
  const path = join(folder, 'tokens.json');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await chmod(path, 0o644);

  loadSecrets(folder, people);

  expect((await stat(path)).mode & 0o777).toBe(0o600);
});

test('a file of tokens that is left over from a killed start does not give its rights to the new one', async () => {
  await writeFile(join(folder, 'tokens.json.new'), 'left over', { mode: 0o644 });

  loadSecrets(folder, people);

  expect((await stat(join(folder, 'tokens.json'))).mode & 0o777).toBe(0o600);
});

test('who comes later gets a token, and the others keep theirs', async () => {
  const first = loadSecrets(folder, people.slice(1));

  const second = loadSecrets(folder, people);

  expect(second.people).toMatchObject(first.people);
  expect(Object.keys(second.people)).toHaveLength(people.length);
  expect(JSON.parse(await readFile(join(folder, 'tokens.json'), 'utf8'))).toEqual(second);
});

test('a file of tokens that cannot be read is replaced', async () => {
  await writeFile(join(folder, 'tokens.json'), '{"bot": 1');

  const secrets = loadSecrets(folder, people);

  expect(JSON.parse(await readFile(join(folder, 'tokens.json'), 'utf8'))).toEqual(secrets);
});
