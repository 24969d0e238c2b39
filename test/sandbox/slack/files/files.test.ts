import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LogLevel, WebClient } from '@slack/web-api';
import { describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { connect, open } from '../support/open.ts';
import { call, channels, users, workspace } from '../support/workspace.ts';

const manifest = fileURLToPath(new URL('manifest.yml', import.meta.url));
const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

const File = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  mimetype: z.string().optional(),
  size: z.number().optional(),
  url_private: z.string().default(''),
});
const WithFiles = z.looseObject({ files: z.array(File).default([]) });

function clientOf({ world }: OpenWorkspace, token = world.secrets.bot): WebClient {
  return new WebClient(token, { slackApiUrl: `${world.url}/api/`, retryConfig: { retries: 0 }, logLevel: LogLevel.ERROR });
}

async function shown(place: OpenWorkspace, who: 'bot' | 'dana' = 'dana'): Promise<readonly z.infer<typeof File>[]> {
  const { messages } = await call(place, who, 'conversations.history', { channel: channels.ops });
  return WithFiles.parse(messages[0]).files;
}

async function upload(place: OpenWorkspace, content: Buffer | string = 'hello', name = 'hello.txt'): Promise<z.infer<typeof File>> {
  await clientOf(place).files.uploadV2({ channel_id: channels.ops, filename: name, file: Buffer.from(content) });
  const [file] = await shown(place);
  if (!file) throw new Error('the file is not shown');
  return file;
}

const get = async (url: string, token?: string) => fetch(url, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });

describe('an upload with the unchanged client', () => {
  test('is a message with the file, whose bytes come back as they were', async () => {
    const place = await open({ manifest });

    await clientOf(place).files.uploadV2({
      channel_id: channels.ops,
      filename: 'graph.png',
      title: 'The graph',
      alt_text: 'one red pixel',
      file: pixel,
      initial_comment: 'Look:',
    });

    const { messages } = await call(place, 'dana', 'conversations.history', { channel: channels.ops });
    expect(messages[0]).toMatchObject({
      user: users.bot,
      text: 'Look:',
      files: [
        {
          name: 'graph.png',
          title: 'The graph',
          alt_txt: 'one red pixel',
          mimetype: 'image/png',
          filetype: 'png',
          size: pixel.length,
          mode: 'hosted',
        },
      ],
    });
    const [file] = WithFiles.parse(messages[0]).files;
    const bytes = await get(file?.url_private ?? '', place.world.secrets.people[users.dana]);
    expect(Buffer.from(await bytes.arrayBuffer())).toEqual(pixel);
  });

  test('of several files is one message, in a thread too', async () => {
    const place = await open({ manifest });
    const { ts } = await call(place, 'dana', 'chat.postMessage', { channel: channels.ops, text: 'parent' });

    await clientOf(place).files.uploadV2({
      channel_id: channels.ops,
      thread_ts: ts,
      file_uploads: [
        { filename: 'a.csv', content: 'a,b\n1,2\n' },
        { filename: 'b.md', content: '# B' },
      ],
    });

    const { messages } = await call(place, 'dana', 'conversations.replies', { channel: channels.ops, ts });
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({ thread_ts: ts, files: [{ filetype: 'csv' }, { filetype: 'markdown', pretty_type: 'Markdown' }] });
  });

  test('reaches the application as file_share and file_shared', async () => {
    const place = await open({ manifest });
    const heard: unknown[] = [];
    await connect(place, (app) => {
      app.event('file_shared', async ({ event }) => void heard.push(event));
      app.message(async ({ message }) => void heard.push(message));
    });

    await clientOf(place, place.world.secrets.people[users.dana]).files.uploadV2({
      channel_id: channels.ops,
      filename: 'x.txt',
      content: 'x',
    });

    await expect.poll(() => heard).toHaveLength(2);
    expect(heard).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ subtype: 'file_share', user: users.dana, files: [expect.objectContaining({ name: 'x.txt' })] }),
        expect.objectContaining({ type: 'file_shared', user_id: users.dana, channel_id: channels.ops }),
      ]),
    );
  });
});

describe('the three steps', () => {
  test.each([
    { what: 'more than the workspace takes', given: { filename: 'a', length: 60_000_000 }, error: 'file_upload_size_restricted' },
    { what: 'no length', given: { filename: 'a' }, error: 'invalid_arguments' },
    { what: 'an empty file', given: { filename: 'a', length: 0 }, error: 'invalid_arguments' },
  ])('announcing $what is $error', async ({ given, error }) => {
    const place = await open({ manifest });

    expect(await call(place, 'bot', 'files.getUploadURLExternal', given)).toMatchObject({ ok: false, error });
  });

  test('an address takes the announced number of bytes, once', async () => {
    const place = await open({ manifest });
    const announce = async (length: number) =>
      z.looseObject({ upload_url: z.string() }).parse(await call(place, 'bot', 'files.getUploadURLExternal', { filename: 'a', length }))
        .upload_url;
    const send = async (url: string) => fetch(url, { method: 'POST', body: 'three' });

    const [short, good] = [await announce(3), await announce(5)];

    expect((await send(short)).status).toBe(400);
    expect((await send(good)).status).toBe(200);
    expect((await send(good)).status).toBe(404);
    expect((await send(`${place.world.url}/upload/abc`)).status).toBe(404);
  });

  test('what was never sent, or by somebody else, cannot be completed', async () => {
    const place = await open({ manifest });
    const { file_id: id, upload_url: url } = z
      .looseObject({ file_id: z.string(), upload_url: z.string() })
      .parse(await call(place, 'bot', 'files.getUploadURLExternal', { filename: 'a', length: 1 }));
    const complete = async (who: 'bot' | 'dana') =>
      call(place, who, 'files.completeUploadExternal', { files: [{ id }], channel_id: channels.ops });

    expect(await complete('bot')).toMatchObject({ error: 'file_not_found' });
    await fetch(url, { method: 'POST', body: 'a' });
    expect(await complete('dana')).toMatchObject({ error: 'file_not_found' });
    expect(await complete('bot')).toMatchObject({ ok: true });
  });

  test('a file goes to no channel in which its owner is not', async () => {
    const place = await open({ manifest });

    await expect(clientOf(place).files.uploadV2({ channel_id: channels.random, filename: 'a.txt', content: 'a' })).rejects.toThrow(
      'not_in_channel',
    );
  });
});

describe('who may have a file', () => {
  test('only people of a channel where it was shown, and the bot with its scope', async () => {
    const place = await open({ manifest });
    const { url_private: url, id } = await upload(place);
    const { secrets } = place.world;

    expect((await get(url)).status).toBe(401);
    expect((await get(url, 'xoxb-wrong')).status).toBe(401);
    expect((await get(url, secrets.bot)).status).toBe(200);
    expect((await get(url, secrets.people[users.kim])).status).toBe(200);
    await call(place, 'kim', 'conversations.leave', { channel: channels.ops });
    expect((await get(url, secrets.people[users.kim])).status).toBe(404);
    expect(await call(place, 'kim', 'files.info', { file: id })).toMatchObject({ error: 'file_not_found' });
  });

  test('it is sent as something to keep, never as something to run', async () => {
    const place = await open({ manifest });
    const { url_private: url } = await upload(place, '<script>alert(1)</script>', 'page.html');

    const { headers } = await get(url, place.world.secrets.bot);

    expect(headers.get('content-disposition')).toMatch(/^attachment/);
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('a name cannot leave its place', async () => {
    const place = await open({ manifest });

    const file = await upload(place, 'x', '../../etc/passwd');

    expect(file.name).toBe('.._.._etc_passwd');
    expect((await get(file.url_private, place.world.secrets.bot)).status).toBe(200);
  });
});

describe('a file later on', () => {
  test('is listed newest first, by channel, user and kind', async () => {
    const place = await open({ manifest });
    await upload(place, 'x', 'x.txt');
    await upload(place, pixel, 'p.png');
    const names = async (given: Readonly<Record<string, unknown>>) =>
      WithFiles.parse(await call(place, 'bot', 'files.list', given))
        .files.flatMap(({ name }) => name ?? [])
        .toSorted((one, other) => one.localeCompare(other));

    expect(await names({})).toEqual(['p.png', 'x.txt']);
    expect(await names({ types: 'images' })).toEqual(['p.png']);
    expect(await names({ user: users.dana })).toEqual([]);
    expect(await call(place, 'bot', 'files.list', { types: 'songs' })).toMatchObject({ error: 'unknown_type' });
  });

  test('is deleted by its owner alone, and its message says that it was there', async () => {
    const place = await open({ manifest });
    const { id, url_private: url } = await upload(place);

    expect(await call(place, 'dana', 'files.delete', { file: id })).toMatchObject({ error: 'cant_delete_file' });
    expect(await call(place, 'bot', 'files.delete', { file: id })).toMatchObject({ ok: true });

    expect(await shown(place)).toEqual([{ id, mode: 'tombstone', file_access: 'file_not_found', url_private: '' }]);
    expect((await get(url, place.world.secrets.bot)).status).toBe(404);
    expect(await call(place, 'bot', 'files.info', { file: id })).toMatchObject({ error: 'file_deleted' });
  });

  test('survives a restart, and what was never completed does not', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'files-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const first = await workspace({ manifest, folder });
    const { id } = await upload(first, 'kept');
    const announced = z
      .looseObject({ upload_url: z.string() })
      .parse(await call(first, 'bot', 'files.getUploadURLExternal', { filename: 'never', length: 1 }));
    await fetch(announced.upload_url, { method: 'POST', body: 'a' });
    await first.close();

    const second = await workspace({ manifest, folder });
    onTestFinished(second.close);
    const [file] = await shown(second);

    expect(file?.id).toBe(id);
    const kept = await get(file?.url_private ?? '', second.world.secrets.bot);
    expect(await kept.text()).toBe('kept');
    expect(await readdir(join(folder, 'files'))).toEqual([id]);
  });
});

describe('a picture among the blocks of a message', () => {
  const about = { filename: 'chart.png', length: pixel.length };
  /** Uploaded, and shown nowhere yet. */
  async function uploaded(place: OpenWorkspace): Promise<string> {
    const client = clientOf(place);
    const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal(about);
    await fetch(url, { method: 'POST', body: pixel });
    await client.files.completeUploadExternal({ files: [{ id, title: 'chart' }] });
    return id;
  }
  const blocks = (id: string) => [{ type: 'image' as const, slack_file: { id }, alt_text: 'chart' }];

  test('is seen by the people of that channel from then on, and by nobody before', async () => {
    const place = await open({ manifest });
    const id = await uploaded(place);
    const address = `${place.world.url}/files/${id}/`;
    expect((await get(address, place.world.secrets.people[users.dana])).status).toBe(404);

    await clientOf(place).chat.postMessage({ channel: channels.ops, text: 'chart', blocks: blocks(id) });

    expect((await get(address, place.world.secrets.people[users.dana])).status).toBe(200);
  });

  test('that is none is refused as a wrong block', async () => {
    const place = await open({ manifest });

    const said = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'chart', blocks: blocks('F0NOTHING') });

    expect(said).toMatchObject({ ok: false, error: 'invalid_blocks', errors: ['invalid slack file [json-pointer:/blocks/0/slack_file]'] });
  });
});
