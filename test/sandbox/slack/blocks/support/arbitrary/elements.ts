import type { ActionsBlockElement, ContextActionsBlockElement, InputBlockElement, SectionBlockAccessory } from '@slack/types';
import fc from 'fast-check';
import { richText } from './rich-texts.ts';
import { address, confirmed, few, having, id, identified, is, mrkdwn, option, plain, shown, some, words } from './texts.ts';

type Any = ActionsBlockElement | InputBlockElement | SectionBlockAccessory | ContextActionsBlockElement;
type ByType = { [T in Any['type']]: fc.Arbitrary<Extract<Any, { type: T }>> };

const focusable = { focus_on_load: fc.constant(false) };
const menu = { ...confirmed, ...focusable, placeholder: plain };
const several = { max_selected_items: fc.integer({ min: 1, max: 9 }) };
const typed = {
  ...identified,
  ...focusable,
  placeholder: plain,
  dispatch_action_config: some({
    trigger_actions_on: few(fc.constantFrom('on_enter_pressed', 'on_character_entered')).map((all) => all.slice(0, 2)),
  }),
};
const filter = having({ exclude_bot_users: fc.boolean() }, { include: few(fc.constantFrom('im', 'mpim', 'private', 'public')) });
const conversations = { filter, default_to_current_conversation: fc.boolean() };
const boxOption = fc.oneof(fc.record({ text: plain, value: id }), fc.record({ text: mrkdwn, value: id }));

/** Options of which the first ones are chosen from the start. */
const chosen = few(option).chain((options) =>
  fc
    .nat(options.length - 1)
    .map((at) => ({ options, first: options.slice(at, at + 1), groups: [{ label: { type: 'plain_text' as const, text: 'x' }, options }] })),
);

const feedback = having({ text: plain, value: words() }, { accessibility_label: words() });
const limited = (least: number, most: number) => fc.integer({ min: least, max: most });

const elements: ByType = {
  button: having({ type: is('button'), text: plain }, { ...confirmed, ...shown, value: words(), url: address }),
  workflow_button: having(
    {
      type: is('workflow_button'),
      text: plain,
      workflow: fc.record({
        trigger: having({ url: address }, { customizable_input_parameters: few(fc.record({ name: id, value: words() })) }),
      }),
    },
    { ...confirmed, ...shown },
  ),
  overflow: having({ type: is('overflow'), options: few(having({ text: plain, value: id }, { url: address })) }, confirmed),
  feedback_buttons: having({ type: is('feedback_buttons'), positive_button: feedback, negative_button: feedback }, identified),
  icon_button: having(
    { type: is('icon_button'), icon: is('trash'), text: plain },
    { ...confirmed, value: words(), visible_to_user_ids: few(id) },
  ),
  image: fc.oneof(
    fc.record({ type: is('image'), alt_text: words(), image_url: address }),
    fc.record({ type: is('image'), alt_text: words(), slack_file: fc.oneof(fc.record({ id }), fc.record({ url: address })) }),
  ),
  checkboxes: having({ type: is('checkboxes'), options: few(boxOption) }, { ...confirmed, ...focusable }),
  radio_buttons: having({ type: is('radio_buttons'), options: few(boxOption) }, { ...confirmed, ...focusable }),
  static_select: fc.tuple(chosen, some(menu)).map(([{ options, first }, more]) => ({
    type: 'static_select' as const,
    options,
    ...(first[0] ? { initial_option: first[0] } : {}),
    ...more,
  })),
  multi_static_select: fc
    .tuple(chosen, some({ ...menu, ...several }))
    .map(([{ groups, first }, more]) => ({ type: 'multi_static_select' as const, option_groups: groups, initial_options: first, ...more })),
  users_select: having({ type: is('users_select') }, { ...menu, initial_user: id }),
  multi_users_select: having({ type: is('multi_users_select') }, { ...menu, ...several, initial_users: few(id) }),
  conversations_select: having(
    { type: is('conversations_select') },
    { ...menu, ...conversations, initial_conversation: id, response_url_enabled: fc.boolean() },
  ),
  multi_conversations_select: having(
    { type: is('multi_conversations_select') },
    { ...menu, ...several, ...conversations, initial_conversations: few(id) },
  ),
  channels_select: having({ type: is('channels_select') }, { ...menu, initial_channel: id, response_url_enabled: fc.boolean() }),
  multi_channels_select: having({ type: is('multi_channels_select') }, { ...menu, ...several, initial_channels: few(id) }),
  external_select: having({ type: is('external_select') }, { ...menu, initial_option: option, min_query_length: limited(0, 9) }),
  multi_external_select: having(
    { type: is('multi_external_select') },
    { ...menu, ...several, initial_options: few(option), min_query_length: limited(0, 9) },
  ),
  datepicker: having({ type: is('datepicker') }, { ...menu, initial_date: is('2026-02-28') }),
  timepicker: having({ type: is('timepicker') }, { ...menu, initial_time: is('23:59'), timezone: is('Europe/Berlin') }),
  datetimepicker: having(
    { type: is('datetimepicker') },
    { ...confirmed, ...focusable, initial_date_time: limited(1_000_000_000, 9_999_999_999) },
  ),
  email_text_input: having({ type: is('email_text_input') }, { ...typed, initial_value: words() }),
  url_text_input: having({ type: is('url_text_input') }, { ...typed, initial_value: words() }),
  number_input: having(
    { type: is('number_input'), is_decimal_allowed: fc.boolean() },
    { ...typed, initial_value: is('2'), min_value: is('-1.5'), max_value: is('10') },
  ),
  plain_text_input: having(
    { type: is('plain_text_input') },
    { ...typed, initial_value: words(), multiline: fc.boolean(), min_length: limited(0, 9), max_length: limited(9, 99) },
  ),
  rich_text_input: having(
    { type: is('rich_text_input') },
    { ...typed, initial_value: richText, min_lines: limited(1, 9), max_lines: limited(9, 99) },
  ),
  file_input: having({ type: is('file_input') }, { ...identified, filetypes: few(is('png')), max_files: limited(1, 10) }),
};

const menus = [
  elements.static_select,
  elements.multi_static_select,
  elements.users_select,
  elements.multi_users_select,
  elements.conversations_select,
  elements.multi_conversations_select,
  elements.channels_select,
  elements.multi_channels_select,
  elements.external_select,
  elements.multi_external_select,
];
const choices = [...menus, elements.checkboxes, elements.radio_buttons, elements.datepicker, elements.timepicker];
const pressed = [elements.button, elements.workflow_button, elements.overflow];

/** What may stand beside a section, among actions and in an input. */
export const accessory = fc.oneof(...choices, ...pressed, elements.image);
export const action = fc.oneof(...choices, ...pressed, elements.datetimepicker, elements.rich_text_input);
export const asking = fc.oneof(
  ...choices,
  elements.datetimepicker,
  elements.rich_text_input,
  elements.email_text_input,
  elements.url_text_input,
  elements.number_input,
  elements.plain_text_input,
  elements.file_input,
);
export const { button, feedback_buttons, icon_button, image } = elements;
