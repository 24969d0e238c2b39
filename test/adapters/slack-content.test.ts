import { WebAPIPlatformError } from '@slack/web-api';
import { expect, test } from 'vitest';
import { contentOf, sendContent } from '../../src/adapters/slack-content.ts';
import type { Content } from '../../src/adapters/slack-content.ts';
import type { Chart } from '../../src/core/chart.ts';

const chart: Chart = { title: 'Disk', unit: 'percent', lines: [] };
const block = { type: 'divider' };
const refused = () => new WebAPIPlatformError({ ok: false, error: 'invalid_blocks' });
const upload = () => Promise.resolve({ type: 'image' as const, slack_file: { id: 'F1' }, alt_text: 'Disk' });

/** A Slack that refuses what it is told to, and remembers what it was sent. */
function slack(refuses: (content: Content, tries: number) => boolean) {
  const sent: number[] = [];
  const send = (content: Content) => {
    sent.push(content.blocks?.length ?? 0);
    return refuses(content, sent.length) ? Promise.reject(refused()) : Promise.resolve('ok');
  };
  return { sent, send };
}

const charted = await contentOf({ text: 'x', blocks: [block], charts: [chart] }, upload);

test('a picture that Slack is still looking at is sent again until it is taken', async () => {
  const { sent, send } = slack((_, tries) => tries < 3);

  await expect(sendContent(charted, send)).resolves.toBe('ok');

  expect(sent).toEqual([2, 2, 2]);
}, 10_000);

test('a picture that is never taken is left out, and the blocks stay', async () => {
  const { sent, send } = slack(({ blocks = [] }) => blocks.length === 2);

  await expect(sendContent(charted, send)).resolves.toBe('ok');

  expect(sent).toEqual([2, 2, 2, 2, 2, 1]);
}, 20_000);

test('blocks that are wrong are left out at once where there is no picture', async () => {
  const { sent, send } = slack(({ blocks = [] }) => blocks.length > 0);

  await expect(sendContent(await contentOf({ text: 'x', blocks: [block] }, upload), send)).resolves.toBe('ok');

  expect(sent).toEqual([1, 0]);
});

test('any other trouble goes through at once', async () => {
  const other = new Error('away');

  await expect(sendContent(charted, () => Promise.reject(other))).rejects.toBe(other);
});
