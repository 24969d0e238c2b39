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
    await expect.poll(() => marked.textContent()).toContain('/try');
    await composer.press('Enter');
    await expect.poll(() => composer.inputValue()).toBe('/try ');
    await composer.fill('');
    await composer.pressSequentially('see @d');
    await expect.poll(() => marked.textContent()).toContain('@dana');
    await composer.press('ArrowDown');
    await expect.poll(() => marked.textContent()).toContain('@deploys');
    expect(await composer.getAttribute('aria-activedescendant')).toBe(await marked.getAttribute('id'));
    await composer.press('Tab');
    await composer.pressSequentially('in #ran');
    await expect.poll(() => marked.textContent()).toContain('#random');
    await composer.press('Enter');
    await composer.pressSequentially(':tad');
    await expect.poll(() => marked.textContent()).toContain(':tada:');
    await composer.press('Enter');
    await expect.poll(() => composer.inputValue()).toBe('see @deploys in #random :tada: ');
    await composer.pressSequentially('@al');
    await expect.poll(() => marked.textContent()).toContain('@alex');
    await composer.press('Escape');
    await expect.poll(() => dana.getByRole('listbox').count()).toBe(0);
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
    await expect.poll(paper).toBe(dark);
    await dana.getByLabel('Theme').selectOption('system');
    await expect.poll(paper).toBe(light);
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

  test('one’s own message is written anew, and deleted only after a question', async () => {
    const dana = await pages.open(place, 'dana');
    const { ts } = await call(place, 'dana', 'chat.postMessage', { channel: channels.ops, text: `teh <@${users.kim}> &amp; co` });
    const message = dana.locator(`[id="m-${ts}"]`);
    const more = async (entry: string) => {
      await message.hover();
      await message.getByRole('button', { name: 'More', exact: true }).click();
      await message.getByRole('menuitem', { name: entry }).click();
    };

    await more('Edit');
    const field = message.getByRole('textbox', { name: 'Edit message' });
    expect(await field.inputValue()).toBe('teh @kim & co');
    await field.fill('the @kim & co');
    await field.press('Enter');
    await message.getByText('(edited)').waitFor();
    const { messages } = await call(place, 'bot', 'conversations.history', { channel: channels.ops });
    expect(messages[0]?.text).toBe(`the <@${users.kim}> &amp; co`);

    await more('Delete…');
    await message.getByRole('menuitem', { name: 'Keep it' }).click();
    expect(await message.count()).toBe(1);
    await more('Delete…');
    await message.getByRole('menuitem', { name: 'Delete it' }).click();
    await message.waitFor({ state: 'detached' });
  });

  test('nobody is offered to change the message of another', async () => {
    const dana = await pages.open(place, 'dana');
    const { ts } = await call(place, 'kim', 'chat.postMessage', { channel: channels.ops, text: 'mine' });
    const message = dana.locator(`[id="m-${ts}"]`);

    await message.hover();
    await message.getByRole('button', { name: 'More', exact: true }).click();

    expect(await message.getByRole('menuitem').allTextContents()).toEqual(['Copy link']);
  });

  test('messages of one author that follow closely share one head', async () => {
    const dana = await pages.open(place, 'dana');
    const posted: string[] = [];
    for (const [who, text] of [
      ['alex', 'first'],
      ['alex', 'second'],
      ['kim', 'third'],
    ] as const)
      posted.push((await call(place, who, 'chat.postMessage', { channel: channels.random, text })).ts);

    await dana
      .getByRole('navigation')
      .getByRole('button', { name: /random/ })
      .click();
    await dana.locator(`[id="m-${posted[2]}"]`).waitFor();

    const heads = await Promise.all(posted.map(async (ts) => dana.locator(`[id="m-${ts}"] header`).count()));
    expect(heads).toEqual([1, 0, 1]);
  });

  test('a line says where the news begin, and a button leads to the newest', async () => {
    const kim = await pages.open(place, 'kim');
    await call(place, 'alex', 'chat.postMessage', { channel: channels.random, text: 'old' });
    await kim
      .getByRole('navigation')
      .getByRole('button', { name: /random/ })
      .click();
    await kim.getByText('old').waitFor();
    await kim.getByRole('navigation').getByRole('button', { name: /#ops/ }).click();
    for (let line = 1; line <= 40; line += 1)
      await call(place, 'alex', 'chat.postMessage', { channel: channels.random, text: `news ${line}` });
    await kim.getByRole('button', { name: '#random 40 unread' }).click();

    await kim.getByRole('separator').filter({ hasText: 'New' }).waitFor({ state: 'attached' });
    await kim.evaluate("document.querySelector('[role=log]').scrollTop = 0");
    await kim.getByRole('button', { name: '↓ Newest' }).click();

    await expect.poll(() => kim.getByText('news 40').isVisible()).toBe(true);
    await kim.getByRole('button', { name: '↓ Newest' }).waitFor({ state: 'detached' });
  });

  test('what only one sees can be dismissed', async () => {
    const dana = await pages.open(place, 'dana');
    await call(place, 'bot', 'chat.postEphemeral', { channel: channels.ops, user: users.dana, text: 'psst' });
    const whisper = dana.getByRole('article').filter({ hasText: 'psst' });

    await whisper.getByRole('button', { name: 'Dismiss' }).click();

    await whisper.waitFor({ state: 'detached' });
    expect(await dana.getByText('psst').count()).toBe(0);
  });

  test('more than a screenful is read as one scrolls up', async () => {
    for (let line = 1; line <= 230; line += 1)
      place.world.store.record({
        is: 'posted',
        message: {
          channel: channels.incidents,
          ts: place.world.store.timestamp(),
          user: users.alex,
          text: `line ${line}.`,
          byBot: false,
          reactions: [],
        },
      });
    const dana = await pages.open(place, 'dana', { channel: 'incidents' });
    await dana.getByText('line 230.').waitFor();
    expect(await dana.getByText('line 1.', { exact: true }).count()).toBe(0);

    await dana.evaluate("document.querySelector('[role=log]').scrollTop = 0");

    await dana.getByText('line 1.', { exact: true }).waitFor({ state: 'attached' });
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
