import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startWorkspace } from '../../../sandbox/slack/workspace.ts';
import { call, channels, users, workspace } from './support/workspace.ts';

const manifest = fileURLToPath(new URL('support/manifest.yml', import.meta.url));
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workspace-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('a second start with the same folder has the same tokens, messages, threads and reactions', async () => {
  const first = await workspace({ folder });
  const { ts } = await call(first, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'parent' });
  await call(first, 'dana', 'chat.postMessage', { channel: channels.ops, text: 'reply', thread_ts: ts });
  await call(first, 'alex', 'reactions.add', { channel: channels.ops, timestamp: ts, name: 'white_check_mark' });
  await first.close();

  const second = await workspace({ folder });

  expect(second.world.secrets).toEqual(first.world.secrets);
  const { messages } = await call(second, 'kim', 'conversations.replies', { channel: channels.ops, ts });
  expect(messages).toMatchObject([
    { text: 'parent', reactions: [{ name: 'white_check_mark', users: [users.alex] }] },
    { text: 'reply', thread_ts: ts },
  ]);
  await second.close();
});

test('a journal whose last line was cut by a kill loses that line only', async () => {
  const first = await workspace({ folder });
  const { ts } = await call(first, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'whole' });
  await first.close();
  await appendFile(join(folder, 'workspace.jsonl'), '{"is":"posted","message":{"chan');

  const second = await workspace({ folder });
  const later = await call(second, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'later' });
  await second.close();
  const third = await workspace({ folder });

  const { messages } = await call(third, 'bot', 'conversations.history', { channel: channels.ops });
  expect(messages.map((message) => message.ts)).toEqual([later.ts, ts]);
  await third.close();
});

test('the tokens are readable by their owner only', async () => {
  const place = await workspace({ folder });

  const { mode } = await stat(join(folder, 'tokens.json'));

  expect(mode & 0o777).toBe(0o600);
  await place.close();
});

test('a taken port is reported as it is and leaves the folder of the running workspace alone', async () => {
  const place = await workspace({ folder });
  const before = await readFile(join(folder, 'workspace.jsonl'), 'utf8');

  const second = startWorkspace({ port: Number(new URL(place.world.url).port), manifest, folder });

  await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  expect(await readFile(join(folder, 'workspace.jsonl'), 'utf8')).toBe(before);
  await place.close();
});

test('a folder belongs to one workspace at a time, also on another port, and to the next once that has closed', async () => {
  const first = await workspace({ folder });

  await expect(startWorkspace({ port: 0, manifest, folder })).rejects.toThrow(`the folder ${folder} is in use by a workspace that runs`);

  expect((await call(first, 'bot', 'auth.test')).ok).toBe(true);
  await first.close();
  const second = await startWorkspace({ port: 0, manifest, folder });
  await second.close();
});

test('a folder whose workspace was killed is free', async () => {
  const program = `require('node:net').createServer().listen(${JSON.stringify(join(folder, 'in-use.sock'))}, () => process.kill(process.pid, 'SIGKILL'))`;
  await execa(process.execPath, ['-e', program], { reject: false });
  expect(await readdir(folder)).toEqual(['in-use.sock']);

  const place = await startWorkspace({ port: 0, manifest, folder });

  expect(place.tokens.bot).toMatch(/^xoxb-local-/);
  await place.close();
});

test('a folder that is a file is refused by its name', async () => {
  const path = join(folder, 'file');
  await appendFile(path, 'no folder');

  await expect(startWorkspace({ port: 0, manifest, folder: path })).rejects.toThrow(`the folder ${path} cannot be used: EEXIST`);
});

test('a folder whose path is too long for a socket can be used all the same', async () => {
  const deep = join(folder, 'd'.repeat(100), 'e'.repeat(100));

  const place = await startWorkspace({ port: 0, manifest, folder: deep });
  await place.close();

  expect(await readdir(deep)).toEqual(expect.arrayContaining(['tokens.json', 'workspace.jsonl']));
});

test('closing frees the port and ends although somebody is connected', async () => {
  const place = await startWorkspace({ port: 0, manifest });
  const { port } = new URL(place.url);
  const socket = new WebSocket(`${place.url.replace('http', 'ws')}/live?token=${place.people[0]?.token}`);
  await once(socket, 'message');

  await place.close();

  const server = createServer().listen(Number(port), '127.0.0.1');
  await once(server, 'listening');
  expect(server.listening).toBe(true);
  server.close();
});
