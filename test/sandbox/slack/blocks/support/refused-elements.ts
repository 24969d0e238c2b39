import type { Refused } from './refused-blocks.ts';
import { plain, mrkdwn, option, options, button, actions, section, input, picture, video } from './build.ts';

/** Mistakes in elements and in what stands where. */
export const refusedElements: readonly Refused[] = [
  {
    name: 'a text input among actions',
    block: actions({ type: 'plain_text_input' }),
    problem: '/elements/0/type: unsupported type: plain_text_input',
  },
  {
    name: 'a datetime picker beside a section',
    block: section({ accessory: { type: 'datetimepicker' } }),
    problem: '/accessory/type: unsupported type: datetimepicker',
  },
  {
    name: 'a button in a context',
    block: { type: 'context', elements: [button()] },
    problem: '/elements/0/type: unsupported type: button',
  },
  { name: 'a button as an input', block: input(button()), surface: 'modal', problem: '/element/type: unsupported type: button' },
  {
    name: 'files that tell at once',
    block: input({ type: 'file_input' }, { dispatch_action: true }),
    surface: 'modal',
    problem: '/element/type: unsupported type: file_input',
  },
  {
    name: 'a picture from two sources',
    block: picture({ slack_file: { id: 'F1' } }),
    problem: ': must define either `image_url` or `slack_file`',
  },
  {
    name: 'a picture from nowhere',
    block: { type: 'image', alt_text: 'x' },
    problem: ': must define either `image_url` or `slack_file`',
  },
  {
    name: 'a file with id and url',
    block: { type: 'image', alt_text: 'x', slack_file: { id: 'F1', url: 'https://e.org' } },
    problem: '/slack_file: must define either `id` or `url`',
  },
  {
    name: 'a picture in the page',
    block: picture({ image_url: 'data:image/png;base64,AA' }),
    problem: '/image_url: must be a valid URL',
  },
  { name: 'a button to no URL', block: actions(button({ url: 'e.org' })), problem: '/elements/0/url: must be a valid URL' },
  { name: 'a video without encryption', block: video({ video_url: 'http://e.org/v' }), problem: '/video_url: must be a valid HTTPS URL' },
  { name: 'an unknown style', block: actions(button({ style: 'default' })), problem: '/elements/0/style: must be a valid enum value' },
  {
    name: 'options and groups',
    block: actions({ type: 'static_select', options: options(1), option_groups: [{ label: plain('x'), options: options(1) }] }),
    problem: '/elements/0: must define either `options` or `option_groups`',
  },
  {
    name: 'a first choice that is not offered',
    block: actions({ type: 'static_select', options: options(2), initial_option: option('o2') }),
    problem: '/elements/0/initial_option: must be one of the options',
  },
  {
    name: 'a first choice not in a group',
    block: actions({
      type: 'multi_static_select',
      option_groups: [{ label: plain('x'), options: options(1) }],
      initial_options: [option('o0'), option('o1')],
    }),
    problem: '/elements/0/initial_options/1: must be one of the options',
  },
  {
    name: 'mrkdwn in a menu',
    block: actions({ type: 'static_select', options: [option('a', { text: mrkdwn('x') })] }),
    problem: '/elements/0/options/0/text/type: unsupported type: mrkdwn',
  },
  {
    name: 'a link in a menu',
    block: actions({ type: 'static_select', options: [option('a', { url: 'https://e.org' })] }),
    problem: '/elements/0/options/0: invalid additional property: url',
  },
  {
    name: 'a filter for nothing',
    block: actions({ type: 'conversations_select', filter: {} }),
    problem: '/elements/0/filter: must define at least one of `include` or `exclude_external_shared_channels` or `exclude_bot_users`',
  },
  {
    name: 'a day in words',
    block: actions({ type: 'datepicker', initial_date: '3 May' }),
    problem: '/elements/0/initial_date: must be a valid date (YYYY-MM-DD)',
  },
  {
    name: 'a 13th month',
    block: actions({ type: 'datepicker', initial_date: '2026-13-01' }),
    problem: '/elements/0/initial_date: must be a valid date (YYYY-MM-DD)',
  },
  {
    name: 'a 25th hour',
    block: actions({ type: 'timepicker', initial_time: '25:00' }),
    problem: '/elements/0/initial_time: must be a valid time (HH:mm)',
  },
  {
    name: 'a moment in milliseconds',
    block: actions({ type: 'datetimepicker', initial_date_time: 1_790_000_000_000 }),
    problem: '/elements/0/initial_date_time: must be less than 10000000000',
  },
  {
    name: 'a least number above the most',
    block: input({ type: 'number_input', is_decimal_allowed: false, min_value: '10', max_value: '9' }),
    surface: 'modal',
    problem: '/element/min_value: must not be greater than `max_value`',
  },
  {
    name: 'a first number below the least',
    block: input({ type: 'number_input', is_decimal_allowed: false, min_value: '10', initial_value: '9' }),
    surface: 'modal',
    problem: '/element/min_value: must not be greater than `initial_value`',
  },
  {
    name: 'a least length above the most',
    block: input({ type: 'plain_text_input', min_length: 5, max_length: 4 }),
    surface: 'modal',
    problem: '/element/min_length: must not be greater than `max_length`',
  },
  {
    name: 'fewer most lines than least',
    block: input({ type: 'rich_text_input', min_lines: 5, max_lines: 4 }),
    surface: 'modal',
    problem: '/element/min_lines: must not be greater than `max_lines`',
  },
];
