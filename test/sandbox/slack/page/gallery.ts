import type { KnownBlock } from '@slack/types';
import {
  actions,
  button,
  card,
  dataTable,
  input,
  mrkdwn,
  options,
  plain,
  richText,
  section,
  table,
  type Json,
} from '../blocks/support/build.ts';

/** What a person must be able to find where an example is drawn. */
export interface Example {
  readonly block: Json;
  readonly role:
    | 'heading'
    | 'button'
    | 'img'
    | 'link'
    | 'table'
    | 'combobox'
    | 'textbox'
    | 'checkbox'
    | 'radio'
    | 'text'
    | 'group'
    | 'region'
    | 'note'
    | 'separator';
  readonly name: string;
}

const text = (content: string, more: Json = {}): Json => ({ type: 'text', text: content, ...more });
const line = (...elements: readonly Json[]): Json => ({ type: 'rich_text_section', elements });
const raw = (content: string): Json => ({ type: 'raw_text', text: content });
const picture = 'data:image/svg+xml,';
const web = 'https://example.org/';

/** One of each block; one that Slack's types gain does not compile before it is here. */
export const blocks: Readonly<Record<KnownBlock['type'], Example>> = {
  actions: { block: actions(button({ text: plain('Restart') })), role: 'button', name: 'Restart' },
  alert: { block: { type: 'alert', level: 'warning', text: plain('Disk is filling') }, role: 'note', name: 'Disk is filling' },
  card: {
    block: card({ title: mrkdwn('*Card*'), subtitle: mrkdwn('small'), body: mrkdwn('Body of the card'), actions: [button()] }),
    role: 'text',
    name: 'Body of the card',
  },
  carousel: {
    block: { type: 'carousel', elements: [card({ title: mrkdwn('One') }), card({ title: mrkdwn('Two') })] },
    role: 'region',
    name: '2 cards',
  },
  container: {
    block: {
      type: 'container',
      title: plain('Frame'),
      subtitle: plain('under it'),
      has_header_divider: true,
      child_blocks: [section({ text: plain('Inside the frame') })],
    },
    role: 'text',
    name: 'Inside the frame',
  },
  context: { block: { type: 'context', elements: [mrkdwn('seen _today_')] }, role: 'text', name: 'today' },
  context_actions: {
    block: {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          positive_button: { text: plain('Good'), value: 'up' },
          negative_button: { text: plain('Bad'), value: 'down' },
        },
        { type: 'icon_button', icon: 'trash', text: plain('Remove it') },
      ],
    },
    role: 'button',
    name: 'Remove it',
  },
  data_table: {
    block: dataTable(
      [
        [raw('Host'), raw('Load')],
        ...[1, 2, 3, 4, 5, 6, 7].map((n) => [raw(`web-${n}`), { type: 'raw_number', value: n, text: String(n) }]),
      ],
      { caption: 'Loads' },
    ),
    role: 'table',
    name: 'Loads',
  },
  divider: { block: { type: 'divider' }, role: 'separator', name: '' },
  file: { block: { type: 'file', source: 'remote', external_id: 'ABCD1' }, role: 'text', name: 'Remote file ABCD1' },
  header: { block: { type: 'header', text: plain('A headline :tada:') }, role: 'heading', name: 'A headline 🎉' },
  image: { block: { type: 'image', image_url: picture, alt_text: 'a graph', title: plain('Graph') }, role: 'text', name: 'a graph' },
  input: {
    block: input(
      { type: 'plain_text_input', placeholder: plain('Your name') },
      { label: plain('Name'), optional: true, hint: plain('as in the badge') },
    ),
    role: 'textbox',
    name: 'Your name',
  },
  markdown: {
    block: {
      type: 'markdown',
      text: '# Title\n\n- [x] done\n- [ ] open\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n```\ncode\n```\n> quote with **bold**, ~~old~~ and [a link](https://example.org)',
    },
    role: 'link',
    name: 'a link',
  },
  plan: {
    block: {
      type: 'plan',
      title: 'Plan of the night',
      tasks: [
        { type: 'task_card', task_id: 't', title: 'Dump', status: 'complete' },
        { type: 'task_card', task_id: 'u', title: 'Swap', status: 'in_progress' },
      ],
    },
    role: 'group',
    name: 'Plan of the night',
  },
  rich_text: {
    block: richText(
      line(
        text('bold', { style: { bold: true } }),
        text(' and '),
        text('code', { style: { code: true } }),
        text(' and '),
        { type: 'link', url: web, text: 'a page' },
        text(' '),
        { type: 'color', value: '#ff0000' },
      ),
      { type: 'rich_text_list', style: 'ordered', offset: 2, elements: [line(text('third')), line(text('fourth'))] },
      { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [line(text('below'))] },
      { type: 'rich_text_quote', elements: [text('said')] },
      { type: 'rich_text_preformatted', elements: [text('pre')] },
    ),
    role: 'link',
    name: 'a page',
  },
  section: {
    block: section({
      text: mrkdwn('*Bold* text'),
      fields: [mrkdwn('*Left*\n1'), plain('Right')],
      accessory: button({ text: plain('Beside') }),
    }),
    role: 'button',
    name: 'Beside',
  },
  table: {
    block: table(
      [
        [raw('Name'), raw('Rows')],
        [raw('jobs'), { type: 'raw_number', value: 12, text: '12' }],
      ],
      { column_settings: [null, { align: 'right' }] },
    ),
    role: 'table',
    name: '',
  },
  task_card: {
    block: {
      type: 'task_card',
      task_id: 'x',
      title: 'Look at the logs',
      status: 'error',
      details: richText(line(text('of today'))),
      sources: [{ type: 'url', url: web, text: 'the log' }],
    },
    role: 'link',
    name: 'the log',
  },
  video: {
    block: {
      type: 'video',
      video_url: `${web}v`,
      thumbnail_url: picture,
      alt_text: 'a film',
      title: plain('The film'),
      title_url: web,
      author_name: 'somebody',
      description: plain('worth it'),
    },
    role: 'link',
    name: 'The film',
  },
};

const two = options(2);

/** One of each element that people can use, in a block that can hold it. */
export const elements: Readonly<Record<string, Example>> = {
  button: { block: actions(button({ text: plain('Danger'), style: 'danger' })), role: 'button', name: 'Danger' },
  workflow_button: {
    block: actions({ type: 'workflow_button', text: plain('Flow'), workflow: { trigger: { url: web } } }),
    role: 'button',
    name: 'Flow',
  },
  overflow: { block: actions({ type: 'overflow', options: two }), role: 'button', name: 'More actions' },
  static_select: {
    block: actions({ type: 'static_select', placeholder: plain('One of them'), options: two }),
    role: 'combobox',
    name: 'One of them',
  },
  multi_static_select: {
    block: section({ accessory: { type: 'multi_static_select', placeholder: plain('Some of them'), options: two } }),
    role: 'button',
    name: 'Some of them',
  },
  external_select: {
    block: actions({ type: 'external_select', placeholder: plain('From outside') }),
    role: 'combobox',
    name: 'From outside',
  },
  multi_external_select: {
    block: section({ accessory: { type: 'multi_external_select', placeholder: plain('Some from outside') } }),
    role: 'combobox',
    name: 'Some from outside',
  },
  users_select: { block: actions({ type: 'users_select' }), role: 'combobox', name: 'Choose a person' },
  multi_users_select: { block: section({ accessory: { type: 'multi_users_select' } }), role: 'button', name: 'Choose people' },
  channels_select: { block: actions({ type: 'channels_select' }), role: 'combobox', name: 'Choose a channel' },
  multi_channels_select: { block: section({ accessory: { type: 'multi_channels_select' } }), role: 'button', name: 'Choose channels' },
  conversations_select: { block: actions({ type: 'conversations_select' }), role: 'combobox', name: 'Choose a conversation' },
  multi_conversations_select: {
    block: section({ accessory: { type: 'multi_conversations_select' } }),
    role: 'button',
    name: 'Choose conversations',
  },
  checkboxes: {
    block: actions({ type: 'checkboxes', options: [{ text: mrkdwn('*tick*'), value: 't', description: plain('or not') }] }),
    role: 'checkbox',
    name: 'tick or not',
  },
  radio_buttons: {
    block: actions({ type: 'radio_buttons', options: [{ text: plain('this one'), value: 't' }] }),
    role: 'radio',
    name: 'this one',
  },
  email_text_input: { block: input({ type: 'email_text_input', placeholder: plain('Mail') }), role: 'textbox', name: 'Mail' },
  url_text_input: { block: input({ type: 'url_text_input', placeholder: plain('Address') }), role: 'textbox', name: 'Address' },
  rich_text_input: { block: input({ type: 'rich_text_input', placeholder: plain('Story') }), role: 'textbox', name: 'Story' },
};

/** Elements whose fields have no role of their own, by their label. */
export const labelled: Readonly<Record<string, { readonly block: Json; readonly label: string }>> = {
  datepicker: { block: actions({ type: 'datepicker', placeholder: plain('Which day') }), label: 'Which day' },
  timepicker: { block: actions({ type: 'timepicker', placeholder: plain('Which hour') }), label: 'Which hour' },
  datetimepicker: { block: actions({ type: 'datetimepicker' }), label: 'Date and time' },
  number_input: { block: input({ type: 'number_input', is_decimal_allowed: false, placeholder: plain('How many') }), label: 'How many' },
  file_input: { block: input({ type: 'file_input' }), label: 'File' },
};
