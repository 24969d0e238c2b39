import type { ModalView } from '@slack/types';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { connectBolt } from '../support/bolt.ts';
import { NO_BROWSER, openPages, type Pages } from '../support/browser.ts';
import { call, channels, workspace } from '../support/workspace.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const view: ModalView = {
  type: 'modal',
  callback_id: 'lunch',
  title: plain('Lunch'),
  submit: plain('Order'),
  close: plain('Not today'),
  blocks: [
    {
      type: 'input',
      block_id: 'dish',
      label: plain('Dish'),
      element: { type: 'radio_buttons', action_id: 'it', options: [option('Soup'), option('Bread')] },
    },
    {
      type: 'input',
      block_id: 'size',
      label: plain('Size'),
      element: { type: 'static_select', action_id: 'it', options: [option('small'), option('large')], placeholder: plain('How much') },
    },
    { type: 'input', block_id: 'note', label: plain('Note'), element: { type: 'plain_text_input', action_id: 'it', multiline: true } },
  ],
};

describe.skipIf(NO_BROWSER !== '')(`a modal as a person uses it${NO_BROWSER}`, () => {
  let pages: Pages;
  let place: OpenWorkspace;
  let stop: () => Promise<void>;
  const sent: unknown[] = [];

  beforeAll(async () => {
    [pages, place] = await Promise.all([openPages(), workspace()]);
    ({ stop } = await connectBolt(
      place,
      (app) => {
        app.command('/try', async ({ ack, body, client }) => {
          await client.views.open({ trigger_id: body.trigger_id, view });
          await ack();
        });
        app.view('lunch', async ({ ack, view: { state } }) => {
          sent.push(state.values);
          if (sent.length === 1) return ack({ response_action: 'errors', errors: { note: 'Say it shorter.' } });
          return ack();
        });
      },
      2,
    ));
  });
  afterAll(async () => {
    await pages?.close();
    await stop?.();
    await place?.close();
  });
  const ask = () => call(place, 'dana', 'chat.command', { channel: channels.ops, command: '/try', text: 'it' });

  test('is filled in, put right where the application says so, sent, and gone; nobody else sees it', async () => {
    const [dana, kim] = await Promise.all([pages.open(place, 'dana'), pages.open(place, 'kim')]);
    await ask();
    const modal = dana.getByRole('dialog', { name: 'Lunch' });
    await modal.getByRole('button', { name: 'Order' }).click();
    await expect.poll(() => modal.getByRole('alert').allTextContents()).toHaveLength(3);
    await modal.getByLabel('Soup').check();
    await modal.getByLabel('How much').selectOption('large');
    await modal.getByRole('group', { name: 'Note' }).getByRole('textbox').fill('hot,\nplease');
    await modal.getByRole('button', { name: 'Order' }).click();
    await expect.poll(() => modal.getByRole('alert').allTextContents()).toEqual(['Say it shorter.']);
    await modal.getByRole('group', { name: 'Note' }).getByRole('textbox').fill('hot');
    await modal.getByRole('button', { name: 'Order' }).click();

    await expect.poll(() => modal.count()).toBe(0);
    expect(await kim.getByRole('dialog').count()).toBe(0);
    expect(sent.at(-1)).toMatchObject({
      dish: { it: { selected_option: { value: 'Soup' } } },
      size: { it: { selected_option: { value: 'large' } } },
      note: { it: { value: 'hot' } },
    });
    await pages.clear();
  });

  test('outlives a reload, and Escape closes it', async () => {
    const dana = await pages.open(place, 'dana');
    await ask();
    const modal = dana.getByRole('dialog', { name: 'Lunch' });
    await modal.waitFor();
    await dana.reload();
    await modal.waitFor();
    await dana.keyboard.press('Escape');

    await expect.poll(() => modal.count()).toBe(0);
    await pages.clear();
  });
});
