import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { NO_BROWSER, openPages, type Pages } from '../support/browser.ts';
import { connectBolt } from '../support/bolt.ts';
import { call, channels, workspace } from '../support/workspace.ts';

describe.skipIf(NO_BROWSER !== '')(`the page while others are away${NO_BROWSER}`, () => {
  let pages: Pages;

  beforeAll(async () => {
    pages = await openPages();
  });
  afterAll(() => pages.close());
  afterEach(() => pages.clear());

  test('it waits for a workspace that is started again, reads what it missed, and keeps what was being typed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'away-'));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const first = await workspace({ folder });
    const port = Number(new URL(first.world.url).port);
    const dana = await pages.open(first, 'dana');
    const composer = dana.getByRole('textbox', { name: 'Message #ops' });
    await composer.fill('half a senten');

    await first.close();
    await dana.getByRole('status').filter({ hasText: 'connecting…' }).waitFor();
    const second = await workspace({ folder, port });
    onTestFinished(second.close);
    await call(second, 'alex', 'chat.postMessage', { channel: channels.ops, text: 'said meanwhile' });

    await dana.getByText('said meanwhile').waitFor();
    await dana.getByRole('status').filter({ hasText: 'live' }).waitFor();
    expect(await composer.inputValue()).toBe('half a senten');
  });

  test('a workspace that began anew under the same address gives it new tokens', async () => {
    const first = await workspace();
    const port = Number(new URL(first.world.url).port);
    const dana = await pages.open(first, 'dana');
    await first.close();
    const second = await workspace({ port });
    onTestFinished(second.close);

    await dana.getByRole('status').filter({ hasText: 'live' }).waitFor();
    await dana.getByRole('textbox', { name: 'Message #ops' }).fill('here again');
    await dana.keyboard.press('Enter');

    await dana.getByRole('article').filter({ hasText: 'here again' }).waitFor();
    expect(await call(second, 'kim', 'conversations.history', { channel: channels.ops })).toMatchObject({
      messages: [{ text: 'here again' }],
    });
  });

  test('a command that nobody takes is told, and the next one works when the application is back', async () => {
    const place = await workspace();
    onTestFinished(place.close);
    const dana = await pages.open(place, 'dana');
    const composer = dana.getByRole('textbox', { name: 'Message #ops' });

    await composer.fill('/try once');
    await composer.press('Enter');
    await dana.getByText('dispatch_failed').waitFor();
    const { stop } = await connectBolt(place, (app) => app.command('/try', async ({ ack }) => ack('here I am')), 1);
    onTestFinished(stop);
    await composer.fill('/try again');
    await composer.press('Enter');

    await dana.getByText('here I am').waitFor();
    expect(await composer.inputValue()).toBe('');
  });
});
