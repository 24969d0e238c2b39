import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { LogLevel, WebClient } from '@slack/web-api';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { sizeOf } from '../../../../sandbox/slack/page/size.ts';
import { NO_BROWSER, openPages, type Pages } from '../support/browser.ts';
import { channels, workspace } from '../support/workspace.ts';

const manifest = fileURLToPath(new URL('../files/manifest.yml', import.meta.url));
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');

test.each([
  [0, '0 bytes'],
  [1, '1 bytes'],
  [1023, '1023 bytes'],
  [1024, '1.0 KiB'],
  [150 * 1024, '150 KiB'],
  [5.25 * 1024 * 1024, '5.3 MiB'],
])('%d bytes are read as %s', (bytes, read) => expect(sizeOf(bytes)).toBe(read));

describe.skipIf(NO_BROWSER !== '')(`files on the page${NO_BROWSER}`, () => {
  let pages: Pages;
  let place: OpenWorkspace;

  beforeAll(async () => {
    pages = await openPages();
    place = await workspace({ manifest });
  });
  afterAll(async () => {
    await pages.close();
    await place.close();
  });
  afterEach(() => pages.clear());

  const client = (): WebClient =>
    new WebClient(place.world.secrets.bot, { slackApiUrl: `${place.world.url}/api/`, logLevel: LogLevel.ERROR });

  test('a picture is drawn with its words, and can be opened', async () => {
    const dana = await pages.open(place, 'dana');

    await client().files.uploadV2({
      channel_id: channels.ops,
      filename: 'p.png',
      title: 'The graph',
      alt_text: 'one red pixel',
      file: picture,
    });

    const drawn = dana.getByRole('img', { name: 'one red pixel' });
    await drawn.waitFor();
    expect(await dana.evaluate('document.querySelector("[alt=\'one red pixel\']").naturalWidth')).toBe(1);
    await dana.getByRole('link', { name: 'Open The graph' }).waitFor();
  });

  test('anything else is a card from which it is downloaded as it was', async () => {
    const dana = await pages.open(place, 'dana');
    await client().files.uploadV2({ channel_id: channels.ops, filename: 'report.csv', content: 'a,b\n1,2\n', initial_comment: 'Numbers' });
    await dana.getByText('CSV · 8 bytes').waitFor();

    const [download] = await Promise.all([
      dana.waitForEvent('download'),
      dana.getByRole('button', { name: 'Download report.csv' }).click(),
    ]);

    expect(download.suggestedFilename()).toBe('report.csv');
    expect(await readFile(await download.path(), 'utf8')).toBe('a,b\n1,2\n');
  });

  test('a person attaches files, and everybody in the channel sees them', async () => {
    const [dana, alex] = await Promise.all([pages.open(place, 'dana'), pages.open(place, 'alex')]);

    await dana.getByLabel('Files to upload').setInputFiles([
      { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('a note') },
      { name: 'shot.png', mimeType: 'image/png', buffer: picture },
    ]);

    await alex.getByText('Plain Text · 6 bytes').waitFor();
    await alex.getByRole('img', { name: 'shot.png' }).waitFor();
    expect(await alex.locator('.files').last().getByRole('button').count()).toBe(2);
  });

  test('a file that is empty is refused in words', async () => {
    const dana = await pages.open(place, 'dana');

    await dana.getByLabel('Files to upload').setInputFiles([{ name: 'none.txt', mimeType: 'text/plain', buffer: Buffer.from('') }]);

    await expect.poll(() => dana.getByRole('alert').allTextContents()).toContain('none.txt: It is empty.');
  });

  test('a deleted file leaves a word in its place', async () => {
    const dana = await pages.open(place, 'dana');
    await client().files.uploadV2({ channel_id: channels.ops, filename: 'gone.txt', content: 'x' });
    await dana.getByRole('button', { name: 'Download gone.txt' }).waitFor();

    const { files = [] } = await client().files.list({ channel: channels.ops });
    await client().files.delete({ file: files.find(({ name }) => name === 'gone.txt')?.id ?? '' });

    await dana.getByText('This file was deleted.').waitFor();
    expect(await dana.getByRole('button', { name: 'Download gone.txt' }).count()).toBe(0);
  });
});
