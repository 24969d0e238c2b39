import { createHash } from 'node:crypto';
import type { ImageBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import type { Chart } from '../core/chart.ts';
import { cut } from '../lib/foreign.ts';
import { MessengerError } from '../ports/messenger.ts';
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
    const id = known.get(hash) ?? upload(client, chart, `${hash.slice(0, 12)}.png`);
    known.set(hash, id);
    for (const old of [...known.keys()].slice(0, -remembered)) known.delete(old);
    // What failed is tried anew the next time.
    id.catch(() => known.delete(hash));
    return { type: 'image', slack_file: { id: await id }, alt_text: cut(chart.title, longestAlt) };
  };
}

/** Slack's three steps: an address, the bytes, the end. */
async function upload(client: WebClient, chart: Chart, filename: string): Promise<string> {
  const png = await drawChart(chart);
  const about = { filename, length: png.byteLength, alt_text: cut(chart.title, 1000) };
  const begun = await call('announcing a picture', 'away', () => client.files.getUploadURLExternal(about));
  const { upload_url: url = '', file_id: id = '' } = begun ?? {};
  const sent = await fetch(url, { method: 'POST', body: Buffer.from(png), signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause: unknown) => {
      throw new MessengerError('sending a picture', { is: 'away' }, cause);
    },
  );
  if (!sent.ok) throw new MessengerError('sending a picture', { is: 'refused', code: `http_${sent.status}` });
  await call('ending an upload', 'away', () => client.files.completeUploadExternal({ files: [{ id, title: cut(chart.title, 200) }] }));
  return id;
}
