import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { Block } from '../../../../sandbox/slack/state/message.ts';
import type { Json } from '../blocks/support/build.ts';
import { awaited, connectBolt, type Connected } from '../support/bolt.ts';
import { NO_BROWSER, openPages, type Pages } from '../support/browser.ts';
import { call, channels, users, workspace } from '../support/workspace.ts';
import { blocks, elements, labelled, type Example } from './gallery.ts';

/** What reaches beyond the window and cannot be scrolled to inside a part of the page. */
const widest = `[...document.querySelectorAll('.blocks *')].filter((each) => {
  const inside = each.closest('.table, .carousel, pre');
  return !inside && each.getBoundingClientRect().right > window.innerWidth + 1;
}).map((each) => each.outerHTML.slice(0, 80))`;

const pictures = fileURLToPath(new URL('../../../../test-results/blocks/', import.meta.url));

describe.skipIf(NO_BROWSER !== '')(`every block and element on the page${NO_BROWSER}`, () => {
  let pages: Pages;
  let place: OpenWorkspace;
  let bolt: Connected;
  let acted = awaited<Json>();
  let onePage: Page | undefined;

  beforeAll(async () => {
    mkdirSync(pictures, { recursive: true });
    pages = await openPages();
    place = await workspace();
    bolt = await connectBolt(place, (app) => app.action(/./, async ({ ack, action }) => (acted.bring({ ...action }), ack())), 1);
  });
  beforeEach(() => {
    acted = awaited<Json>();
  });
  afterEach(() => pages.check());
  afterAll(async () => {
    await pages.close();
    await bolt.stop();
    await place.close();
  });

  /** Past the API, which refuses in messages what belongs to forms. */
  function show(...shown: readonly Json[]): string {
    const ts = place.world.store.timestamp();
    const message = {
      channel: channels.ops,
      ts,
      user: users.bot,
      text: ts,
      byBot: true,
      reactions: [],
      blocks: Block.array().parse(shown),
    };
    place.world.store.record({ is: 'posted', message });
    return ts;
  }

  // One page for all examples: opening one for each would take longer than the tests.
  async function drawn(...shown: readonly Json[]): Promise<Locator> {
    onePage ??= await pages.open(place, 'dana');
    const article = onePage.locator(`[id="m-${show(...shown)}"]`);
    await article.waitFor();
    return article;
  }

  test.each(['__proto__', 'constructor', 'toString'])(
    'a part that bears the name of what every object has, %s, breaks nothing',
    async (name) => {
      const article = await drawn(
        { type: 'alert', level: name, text: { type: 'mrkdwn', text: `an alert of ${name.length} letters` } },
        { type: 'task_card', task_id: 't', title: `a task of ${name.length} letters`, status: name },
        {
          type: 'context_actions',
          elements: [{ type: 'icon_button', icon: name, text: { type: 'plain_text', text: `press ${name.length}` }, action_id: 'a' }],
        },
      );

      await article.getByText(`an alert of ${name.length} letters`).waitFor();
      await article.getByText(`a task of ${name.length} letters`).waitFor();
      expect(await article.getByRole('button', { name: `press ${name.length}` }).count()).toBe(1);
    },
  );

  const find = (article: Locator, { role, name }: Example): Locator =>
    role === 'text' ? article.getByText(name) : article.getByRole(role, name === '' || role === 'note' ? {} : { name, exact: true });

  test.each(Object.entries({ ...blocks, ...elements }))('%s is drawn', async (_, example) => {
    const article = await drawn(example.block);

    await find(article, example).first().waitFor({ state: 'attached' });
    expect(await article.locator('.unknown').count()).toBe(0);
  });

  test.each(Object.entries(labelled))('%s is drawn', async (_, { block, label }) => {
    const article = await drawn(block);

    await article.getByLabel(label, { exact: true }).waitFor();
    expect(await article.locator('.unknown').count()).toBe(0);
  });

  test.each([
    [{ type: 'data_visualization', chart: 'bars' }, 'block (data_visualization)'],
    [{ type: 'section', text: { type: 'plain_text' } }, 'block (section)'],
    [{ type: 'actions', elements: [{ type: 'lever' }] }, 'element'],
    [{ type: 'rich_text', elements: [{ type: 'rich_text_poem' }] }, 'rich text'],
  ])('what the page does not know is shown as such: %j', async (block, what) => {
    const article = await drawn(block);

    expect(await article.locator('.unknown summary').textContent()).toBe(`This page cannot show this ${what}`);
    expect(await article.locator('.unknown pre').textContent()).toContain('"type"');
  });

  test.each<{ name: string; element: Json; use: (article: Locator) => Promise<unknown>; sent: Json }>([
    {
      name: 'a menu',
      element: elements['static_select']?.block ?? {},
      use: (article) => article.getByRole('combobox').selectOption('o1'),
      sent: { selected_option: { value: 'o1' } },
    },
    {
      name: 'a menu of several',
      element: elements['multi_static_select']?.block ?? {},
      use: async (article) => {
        await article.getByRole('button', { name: 'Some of them' }).click();
        await article.getByRole('checkbox').nth(1).check();
        await article.getByRole('button', { name: 'Choose' }).click();
      },
      sent: { selected_options: [{ value: 'o1' }] },
    },
    {
      name: 'a box to tick',
      element: elements['checkboxes']?.block ?? {},
      use: (article) => article.getByRole('checkbox').click(),
      sent: { selected_options: [{ value: 't' }] },
    },
    {
      name: 'one of several',
      element: elements['radio_buttons']?.block ?? {},
      use: (article) => article.getByRole('radio').click(),
      sent: { selected_option: { value: 't' } },
    },
    {
      name: 'a day',
      element: labelled['datepicker']?.block ?? {},
      use: (article) => article.getByLabel('Which day').fill('2026-11-26'),
      sent: { selected_date: '2026-11-26' },
    },
    {
      name: 'an hour',
      element: labelled['timepicker']?.block ?? {},
      use: (article) => article.getByLabel('Which hour').fill('03:00'),
      sent: { selected_time: '03:00' },
    },
    {
      name: 'a thumb',
      element: blocks.context_actions.block,
      use: (article) => article.getByRole('button', { name: 'Good' }).click(),
      sent: { value: 'up' },
    },
    {
      name: 'an entry behind the dots',
      element: elements['overflow']?.block ?? {},
      use: async (article) => {
        await article.getByRole('button', { name: 'More actions' }).click();
        await article.getByRole('menuitem').first().click();
      },
      sent: { selected_option: { value: 'o0' } },
    },
  ])('$name that is chosen reaches the application', async ({ element, use, sent }) => {
    const { ts } = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks: [element] });
    onePage ??= await pages.open(place, 'dana');

    await use(onePage.locator(`[id="m-${ts}"]`));

    expect(await acted.arrived).toMatchObject(sent);
  });

  test('a button that asks first is pressed only after a yes', async () => {
    const confirm = {
      title: { type: 'plain_text', text: 'Sure?' },
      text: { type: 'plain_text', text: 'It is gone then.' },
      confirm: { type: 'plain_text', text: 'Drop' },
      deny: { type: 'plain_text', text: 'Keep' },
    };
    const element = { type: 'button', action_id: 'drop', value: 'yes', text: { type: 'plain_text', text: 'Drop it' }, confirm };
    await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks: [{ type: 'actions', elements: [element] }] });
    const dana = await pages.open(place, 'dana');

    await dana.getByRole('button', { name: 'Drop it' }).click();
    await dana.getByRole('button', { name: 'Keep' }).click();
    await dana.getByRole('button', { name: 'Drop it' }).click();
    await dana.getByRole('dialog', { name: 'Sure?' }).getByRole('button', { name: 'Drop' }).click();

    expect(await acted.arrived).toMatchObject({ action_id: 'drop', value: 'yes' });
  });

  test('what hangs on a message is drawn, with its blocks or its texts', async () => {
    const ts = place.world.store.timestamp();
    const attachments = [
      {
        color: 'danger',
        pretext: 'before',
        title: 'Title',
        title_link: 'https://example.org/',
        text: '*bold*',
        fields: [{ title: 'Host', value: 'web-1' }],
        footer: 'below',
      },
      { color: '#36a64f', blocks: [{ type: 'section', text: { type: 'mrkdwn', text: 'in a _block_' } }] },
      { fallback: 'only words' },
      { title_link: 'javascript:alert(1)', title: 'no link' },
    ];
    place.world.store.record({
      is: 'posted',
      message: { channel: channels.ops, ts, user: users.bot, text: 'x', byBot: true, reactions: [], attachments },
    });
    onePage ??= await pages.open(place, 'dana');
    const article = onePage.locator(`[id="m-${ts}"]`);

    await article.getByText('only words').waitFor();
    expect(await article.locator('strong', { hasText: 'bold' }).count()).toBe(1);
    expect(await article.locator('em', { hasText: 'block' }).count()).toBe(1);
    expect(await article.getByRole('link').allTextContents()).toEqual(['Title']);
    for (const words of ['before', 'web-1', 'below']) expect(await article.getByText(words).count()).toBe(1);
  });

  test('a table of many rows is read page by page', async () => {
    const article = await drawn(blocks.data_table.block);

    expect(await article.getByRole('row').count()).toBe(6);
    await article.getByRole('button', { name: 'Next rows' }).click();

    expect(await article.getByRole('row').allTextContents()).toEqual(['HostLoad', 'web-66', 'web-77']);
  });

  test.each([
    { dark: false, width: 1280 },
    { dark: true, width: 1280 },
    { dark: false, width: 400 },
  ])('nothing of all that is wider than the page (dark $dark, $width px)', async ({ dark, width }) => {
    const all = [...Object.values(blocks), ...Object.values(elements), ...Object.values(labelled)].map(({ block }) => block);
    show(...all);
    const dana: Page = await pages.open(place, 'dana', { dark, width });
    await dana.setViewportSize({ width, height: 3600 });
    await dana.getByText('Body of the card').last().waitFor();

    await dana.screenshot({ path: `${pictures}${dark ? 'dark' : 'light'}-${width}.png` });

    expect(await dana.evaluate(widest)).toEqual([]);
    await dana.close();
  });
});
