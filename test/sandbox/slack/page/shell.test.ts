import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { NO_BROWSER, openPages, type Pages } from '../support/browser.ts';
import { call, channels, users, workspace } from '../support/workspace.ts';

describe.skipIf(NO_BROWSER !== '')(`the page as a person uses it${NO_BROWSER}`, () => {
  let pages: Pages;
  let place: OpenWorkspace;

  beforeAll(async () => {
    pages = await openPages();
    place = await workspace();
  });
  afterAll(async () => {
    await pages.close();
    await place.close();
  });
  afterEach(() => pages.clear());

  test('commands, people, channels and emoji are completed with the keyboard alone', async () => {
    const dana = await pages.open(place, 'dana');
    const composer = dana.getByRole('textbox', { name: 'Message #ops' });
    const marked = dana.getByRole('listbox').getByRole('option', { selected: true });

    await composer.pressSequentially('/t');
    expect(await marked.textContent()).toContain('/try');
    await composer.press('Enter');
    expect(await composer.inputValue()).toBe('/try ');
    await composer.fill('');
    await composer.pressSequentially('see @d');
    expect(await marked.textContent()).toContain('@dana');
    await composer.press('ArrowDown');
    expect(await marked.textContent()).toContain('@deploys');
    expect(await composer.getAttribute('aria-activedescendant')).toBe(await marked.getAttribute('id'));
    await composer.press('Tab');
    await composer.pressSequentially('in #ran');
    await composer.press('Enter');
    await composer.pressSequentially(':tad');
    await composer.press('Enter');
    expect(await composer.inputValue()).toBe('see @deploys in #random :tada: ');
    await composer.pressSequentially('@al');
    await composer.press('Escape');
    expect(await dana.getByRole('listbox').count()).toBe(0);
    await composer.press('Enter');

    await dana.getByRole('article').filter({ hasText: 'see @deploys in #random 🎉 @al' }).waitFor();
  });

  test('a theme that is chosen stays, also after a reload', async () => {
    const dana = await pages.open(place, 'dana');
    const paper = async () => dana.evaluate('getComputedStyle(document.body).backgroundColor');
    const light = await paper();

    await dana.getByLabel('Theme').selectOption('dark');
    const dark = await paper();
    await dana.reload();
    await dana.getByRole('heading', { name: 'ops' }).waitFor();

    expect(dark).not.toBe(light);
    expect(await paper()).toBe(dark);
    await dana.getByLabel('Theme').selectOption('system');
    expect(await paper()).toBe(light);
  });

  test('a private channel has a lock, and only its members see it', async () => {
    const [alex, dana] = await Promise.all([pages.open(place, 'alex'), pages.open(place, 'dana')]);

    await alex.getByRole('button', { name: /private ?#leads/ }).waitFor();
    expect(await dana.getByRole('button', { name: /leads/ }).count()).toBe(0);
  });

  test('what calls a person is counted apart from what does not', async () => {
    const dana = await pages.open(place, 'dana');
    await call(place, 'alex', 'chat.postMessage', { channel: channels.incidents, text: 'quiet' });
    await dana.getByRole('button', { name: '#incidents 1 unread' }).waitFor();

    await call(place, 'alex', 'chat.postMessage', { channel: channels.incidents, text: `<@${users.dana}> look` });

    await dana.getByRole('button', { name: '#incidents 2 unread, 1 to you' }).waitFor();
    expect(await dana.title()).toContain('(2)');
  });

  test('a reply can be sent to the channel too', async () => {
    const dana = await pages.open(place, 'dana');
    const { ts } = await call(place, 'alex', 'chat.postMessage', { channel: channels.ops, text: 'who looks?' });
    await dana.locator(`[id="m-${ts}"]`).hover();
    await dana.locator(`[id="m-${ts}"]`).getByRole('button', { name: 'Reply in thread' }).click();

    await dana.getByRole('checkbox', { name: 'Also send to the channel' }).check();
    await dana.getByRole('textbox', { name: 'Reply in thread' }).fill('I do');
    await dana.keyboard.press('Enter');

    await dana.getByRole('log', { name: 'Messages in #ops' }).getByText('I do').waitFor();
    const { messages } = await call(place, 'kim', 'conversations.history', { channel: channels.ops });
    expect(messages[0]).toMatchObject({ text: 'I do', subtype: 'thread_broadcast', thread_ts: ts });
  });
});
