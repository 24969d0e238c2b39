import { existsSync } from 'node:fs';
import type { App } from '@slack/bolt';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { awaited, connectBolt, type Connected } from '../support/bolt.ts';
import { call, channels, workspace } from '../support/workspace.ts';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

describe.skipIf(program === undefined)(
  `the page in a browser${program === undefined ? ' (skipped: no chromium on this machine)' : ''}`,
  () => {
    let browser: Browser;
    let place: OpenWorkspace;
    let bolt: Connected;
    const pages: Page[] = [];
    const problems: string[] = [];

    // One workspace for all: starting one for each test would take longer than the tests.
    beforeAll(async () => {
      browser = await chromium.launch({ executablePath: program ?? '', args: ['--no-sandbox'] });
      place = await workspace();
      bolt = await connectBolt(place, listen, 1);
    });
    afterAll(async () => {
      await browser.close();
      await bolt.stop();
      await place.close();
    });
    afterEach(async () => {
      await Promise.all(pages.splice(0).map(async (page) => page.close()));
      if (problems.length > 0) throw new Error(`errors in the page: ${problems.splice(0).join('; ')}`);
    });

    async function open(as: string, channel = 'ops'): Promise<Page> {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      pages.push(page);
      page.on('pageerror', (error) => problems.push(error.message));
      await page.goto(`${place.world.url}/?as=${as}&channel=${channel}`);
      await page.getByRole('heading', { name: `#${channel}` }).waitFor();
      return page;
    }

    test('a typed command is answered to the one who typed it', async () => {
      const [dana, alex] = await Promise.all([open('dana'), open('alex')]);

      const composer = dana.getByRole('textbox', { name: 'Message #ops' });
      await composer.fill('/try it');
      await composer.press('Enter');

      await dana.getByRole('article').filter({ hasText: 'Only visible to you' }).getByText('you said it').waitFor();
      expect(await alex.getByText('you said it').count()).toBe(0);
    });

    test('words and digits are shown in a font for text, emoji in one for emoji', async () => {
      await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'done in 12 s :white_check_mark: ⚪' });
      const dana = await open('dana');
      await dana.getByText('done in 12 s').waitFor();

      const session = await dana.context().newCDPSession(dana);
      await session.send('DOM.enable');
      await session.send('CSS.enable');
      const { root } = await session.send('DOM.getDocument');
      const fontsOf = async (selector: string) => {
        const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector });
        const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
        return fonts.map(({ familyName }) => familyName).join(', ');
      };

      expect(await fontsOf('[role=log] time')).not.toMatch(/emoji|^$/i);
      expect(await fontsOf('.line > .emoji[role=img]')).toMatch(/emoji/i);
      expect(await fontsOf('.line > .emoji:not([role])')).toMatch(/emoji/i);
    });

    test('a message, its edit and its reactions appear at others without a reload', async () => {
      const [dana, alex] = await Promise.all([open('dana'), open('alex')]);
      const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'approve *this*?' });
      const card = dana.getByRole('article').filter({ hasText: 'approve' });

      await alex.getByRole('article').filter({ hasText: 'approve' }).getByRole('button', { name: 'Add reaction' }).click();
      await alex.getByRole('menuitem', { name: 'React with white_check_mark' }).click();
      await card.getByRole('button', { name: 'white_check_mark, 1: alex' }).waitFor();
      await call(place, 'bot', 'chat.update', { channel: channels.ops, ts, text: 'approved' });
      await dana.getByRole('article').filter({ hasText: 'approved' }).getByText('(edited)').waitFor();
      await alex.getByRole('button', { name: 'white_check_mark, 1: alex' }).click();

      await dana.getByRole('button', { name: /white_check_mark/ }).waitFor({ state: 'detached' });
      expect(await dana.getByRole('article').filter({ hasText: 'approve' }).count()).toBe(1);
    });

    test('a pressed button is busy until the application has acknowledged', async () => {
      const dana = await open('dana');
      const elements = [{ type: 'button', action_id: 'slow', value: 'yes', text: { type: 'plain_text', text: 'Slow' } }];
      await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks: [{ type: 'actions', elements }] });

      const button = dana.getByRole('button', { name: 'Slow' });
      await button.click();

      await expect.poll(async () => button.getAttribute('aria-busy')).toBe('true');
      finish.bring();
      await expect.poll(async () => button.getAttribute('aria-busy')).toBe('false');
      expect(await button.isEnabled()).toBe(true);
    });

    test('a thread is read and answered beside the channel', async () => {
      const dana = await open('dana');
      const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'parent' });
      await call(place, 'alex', 'chat.postMessage', { channel: channels.ops, text: 'first reply', thread_ts: ts });

      await dana.getByRole('button', { name: '1 reply' }).click();
      const thread = dana.getByRole('complementary', { name: 'Thread' });
      await thread.getByText('first reply').waitFor();
      await thread.getByRole('textbox', { name: 'Reply in thread' }).fill('second, for @alex');
      await dana.keyboard.press('Enter');

      await dana.getByRole('button', { name: '2 replies' }).waitFor();
      await thread.getByText('@alex').waitFor();
      const { messages } = await call(place, 'bot', 'conversations.replies', { channel: channels.ops, ts });
      expect(messages.map(({ text }) => text)).toEqual(['parent', 'first reply', 'second, for <@U0ALEX00001>']);
    });

    test('what somebody writes elsewhere is marked as unread until it is looked at', async () => {
      const dana = await open('dana');
      await dana.getByText('live').waitFor();
      await call(place, 'alex', 'chat.postMessage', { channel: channels.incidents, text: 'the API is down' });

      const row = dana.getByRole('button', { name: '#incidents' });
      await row.getByLabel('1 unread').waitFor();
      await row.click();
      await dana.getByText('the API is down').waitFor();

      await expect.poll(async () => row.getByLabel('1 unread').count()).toBe(0);
    });

    test('what one has begun to type waits in its channel or thread and for its person', async () => {
      const page = await open('dana');
      await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'talk about this' });
      const box = (name: string): Locator => page.getByRole('textbox', { name });
      const become = (name: RegExp): Promise<void> => page.getByRole('radio', { name }).check({ force: true });

      await box('Message #ops').fill('for ops');
      const card = page.getByRole('article').filter({ hasText: 'talk about this' });
      await card.hover();
      await card.getByRole('button', { name: 'Reply in thread' }).click();
      const inNewThread = await box('Reply in thread').inputValue();
      await box('Reply in thread').fill('for the thread');
      await page.getByRole('button', { name: '#incidents' }).click();
      const inNewChannel = await box('Message #incidents').inputValue();
      await box('Message #incidents').fill('for incidents');
      await become(/alex/);
      const ofOther = await box('Message #incidents').inputValue();
      await become(/dana/);
      const ofSame = await box('Message #incidents').inputValue();
      await page.getByRole('button', { name: '#ops' }).click();
      await card.hover();
      await card.getByRole('button', { name: 'Reply in thread' }).click();

      expect([inNewThread, inNewChannel, ofOther, ofSame]).toEqual(['', '', '', 'for incidents']);
      expect([await box('Message #ops').inputValue(), await box('Reply in thread').inputValue()]).toEqual(['for ops', 'for the thread']);
    });

    test('one becomes somebody else, and a guest sees only their own channels', async () => {
      const page = await open('dana', 'incidents');

      await page.getByRole('radio', { name: /sam/ }).check({ force: true });
      await page.getByRole('heading', { name: '#ops' }).waitFor();

      expect(await page.getByRole('button', { name: '#incidents' }).count()).toBe(0);
      expect(new URL(page.url()).searchParams.get('as')).toBe('sam');
    });

    test('a command that fails is told once, by Slackbot, and what was typed is not lost', async () => {
      const dana = await open('dana');

      const composer = dana.getByRole('textbox', { name: 'Message #ops' });
      await composer.fill('/other thing');
      await composer.press('Enter');

      await dana
        .getByRole('article', { name: /^Slackbot/ })
        .getByText('is not a command of this workspace')
        .waitFor();
      await expect.poll(async () => composer.inputValue()).toBe('/other thing');
      expect(await dana.getByRole('alert').count()).toBe(0);
      expect(await dana.getByText('/other', { exact: true }).count()).toBe(1);
    });

    test('a problem of the page is told without covering the newest message', async () => {
      const dana = await open('dana');
      for (const line of Array.from({ length: 30 }).keys())
        await call(place, 'alex', 'chat.postMessage', { channel: channels.ops, text: `line ${line}` });
      await dana.getByText('line 29').waitFor();
      await dana.route('**/api/chat.postMessage', async (route) => route.abort());

      await dana.getByRole('textbox', { name: 'Message #ops' }).fill('one\ntwo\nthree');
      await dana.keyboard.press('Enter');
      const alert = dana.getByRole('alert').filter({ hasText: 'does not answer' });
      await alert.waitFor();

      const bottomOf = async (locator: Locator): Promise<number> => {
        const box = await locator.boundingBox();
        return (box?.y ?? 0) + (box?.height ?? 0);
      };
      await expect.poll(async () => (await bottomOf(dana.getByText('line 29'))) <= (await bottomOf(dana.getByRole('log')))).toBe(true);
      expect((await alert.boundingBox())?.y).toBeGreaterThanOrEqual(await bottomOf(dana.getByRole('log')));
    });

    test('hostile text stays text', async () => {
      const dana = await open('dana');
      const hostile = '<img src=x onerror=alert(1)> <javascript:alert(1)|click>';
      await call(place, 'alex', 'chat.postMessage', { channel: channels.ops, text: hostile });
      await dana.getByText('onerror').waitFor();
      const message = dana.getByRole('article', { name: /^alex/ }).filter({ hasText: 'onerror' });

      expect(await message.textContent()).toContain(hostile);
      expect(await message.locator('img, a').count()).toBe(0);
    });
  },
);

const finish = awaited<void>();

function listen(app: App): void {
  app.command('/try', async ({ ack, command }) => ack({ text: `you said ${command.text}` }));
  app.action('slow', async ({ ack }) => {
    await finish.arrived;
    await ack();
  });
}
