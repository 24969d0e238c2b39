import { createHash } from 'node:crypto';
import type { ImageBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Chart } from '../core/chart.ts';
import { cut } from '../lib/foreign.ts';
import { MessengerError } from '../ports/messenger.ts';
import type { Picture, Place } from '../ports/messenger.ts';
import { drawChart } from './charts/draw.ts';
import { call } from './slack-call.ts';

/** Draws a chart and hands it to Slack; the block shows it. */
export type Upload = (chart: Chart) => Promise<ImageBlock>;

const timeoutMs = 10_000;
/** Of the pictures that were uploaded lately; an edit shows the same one again. */
const remembered = 100;
const longestAlt = 2000;

/** A file that no message shows is seen by nobody, so a crash between uploading and posting leaves nothing behind that matters. */
export function createUploads(client: WebClient): Upload {
  const known = new Map<string, Promise<string>>();
  return async (chart) => {
    const hash = createHash('sha256').update(JSON.stringify(chart)).digest('hex');
    const id = known.get(hash) ?? uploadChart(client, chart, `${hash.slice(0, 12)}.png`);
    known.set(hash, id);
    for (const old of [...known.keys()].slice(0, -remembered)) known.delete(old);
    // What failed is tried anew the next time.
    id.catch(() => known.delete(hash));
    return { type: 'image', slack_file: { id: await id }, alt_text: cut(chart.title, longestAlt) };
  };
}

/** Draws it, and uploads it for a message to show. */
async function uploadChart(client: WebClient, chart: Chart, filename: string): Promise<string> {
  const id = await send(client, await drawChart(chart), { filename, alt_text: cut(chart.title, 1000) });
  await call('ending an upload', 'away', () => client.files.completeUploadExternal({ files: [{ id, title: cut(chart.title, 200) }] }));
  return id;
}

/** The first two of Slack's three steps: an address, and the bytes. */
async function send(
  client: WebClient,
  bytes: Uint8Array,
  about: { readonly filename: string; readonly alt_text?: string },
): Promise<string> {
  const begun = await call('announcing a file', 'away', () => client.files.getUploadURLExternal({ ...about, length: bytes.byteLength }));
  const { upload_url: url = '', file_id: id = '' } = begun ?? {};
  const sent = await fetch(url, { method: 'POST', body: Buffer.from(bytes), signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: unknown) => {
      throw new MessengerError('sending a file', { is: 'away' }, cause);
    },
  );
  if (!sent.ok) throw new MessengerError('sending a file', { is: 'refused', code: `http_${sent.status}` });
  return id;
}

/** Whether a message holds the files of this key: they have no metadata, so the name carries it. */
export function holdsFilesOf(key: string, files: readonly { readonly name?: string }[] | undefined): boolean {
  return (files ?? []).some(({ name = '' }) => name.startsWith(`${key}.`));
}

/** Puts the files of a picture in one message, with its words. Slack does not say which message that became; it has to be looked for. */
export async function shareFiles(client: WebClient, { channel, thread }: Place, picture: Picture, key: string): Promise<void> {
  const files = await Promise.all(
    (picture.files ?? []).map(async ({ ending, title, content }) => ({
      id: await send(client, Buffer.from(content), { filename: `${key}.${ending}` }),
      title: cut(title, 200),
    })),
  );
  const [first, ...others] = files;
  if (!first) throw new Error('a message of files has none');
  const place = { channel_id: channel, ...(thread === undefined ? {} : { thread_ts: thread }) };
  await call('sharing files', 'unsure', () =>
    client.files.completeUploadExternal({ files: [first, ...others], initial_comment: picture.text, ...place }),
  );
}
