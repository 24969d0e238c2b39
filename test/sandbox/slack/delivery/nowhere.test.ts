import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { runLunch } from '../app/run.ts';
import { postSomething, react } from '../faults/support.ts';
import { call, channels, users } from '../support/workspace.ts';

const Dialled = z.object({ socket: z.instanceof(Socket) });

/** Where everything in this process dials to from now on, until the test ends. */
function watchDialling(): ReadonlySet<string> {
  const addresses = new Set<string>();
  const note = (message: unknown): void => {
    const { socket } = Dialled.parse(message);
    socket.once('lookup', (_problem, address) => addresses.add(address));
    socket.once('connect', () => addresses.add(String(socket.remoteAddress)));
  };
  subscribe('net.client.socket', note);
  onTestFinished(() => void unsubscribe('net.client.socket', note));
  return addresses;
}

test.each(['Socket Mode', 'HTTP'] as const)('the workspace and its application over %s dial nobody but this machine', async (transport) => {
  const addresses = watchDialling();
  const place = await runLunch(transport);

  await call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/lunch', text: 'later' });
  await call(place, 'dana', 'chat.postMessage', {
    channel: channels.ops,
    text: `<@${users.bot}> see https://slack.com/ and https://example.com/a.png`,
  });
  await react(place, await postSomething(place), 'eyes');
  await expect.poll(() => place.world.traffic.verdict()).toMatchObject({ clean: true });

  expect([...addresses]).toEqual(['127.0.0.1']);
});

interface Source {
  readonly name: string;
  readonly text: string;
}

/** The sources below a folder of the repository. */
async function sourcesIn(path: string): Promise<readonly Source[]> {
  const folder = fileURLToPath(new URL(`../../../../${path}/`, import.meta.url));
  const names = (await readdir(folder, { recursive: true })).filter((name) => /\.(?:tsx?|css|yml)$/.test(name));
  return Promise.all(names.map(async (name) => ({ name, text: await readFile(join(folder, name), 'utf8') })));
}

const naming = (sources: readonly Source[], what: RegExp): readonly string[] =>
  sources.filter(({ text }) => what.test(text)).map(({ name }) => name);

test('the workspace knows no application, and the application no workspace but Slack', async () => {
  const [workspace, bot] = await Promise.all([sourcesIn('sandbox/slack'), sourcesIn('src')]);

  expect([workspace.length, bot.length].every((count) => count > 100)).toBe(true);
  expect(naming(workspace, /bigshot|maintenance bot/i)).toEqual([]);
  expect(naming(bot, /\b[TABUCD]0LOCAL|xox[bp]-local|PARTNER01|\/control\/|local Slack/)).toEqual([]);
});

test('no source of the workspace calls an address of its own', async () => {
  const sources = await sourcesIn('sandbox/slack');

  // What begins with a variable is the workspace's own address, or the application's, which are checked elsewhere.
  expect(naming(sources, /(?:fetch|WebSocket|request|connect)\(\s*[`'"](?:https?|wss?):\/\/(?!\$\{)/)).toEqual([]);
});
