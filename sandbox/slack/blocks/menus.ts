import { limits } from './limits.ts';
import { all, flag, integer, kind, list, type Rules } from './problem.ts';
import { chosenFromOptions, exactlyOne } from './relations.ts';
import { boxOption, confirmed, conversationFilter, focusable, name, option, optionGroup, placeholder } from './text.ts';

const common = { ...confirmed, ...focusable, ...placeholder };
const several = { max_selected_items: integer(limits.selectedItems) };
const names = list(name);

const staticMenu = (type: string, more: Rules) =>
  all(
    kind(
      type,
      {},
      { ...common, options: list(option, limits.selectOptions), option_groups: list(optionGroup, limits.selectGroups), ...more },
    ),
    exactlyOne('options', 'option_groups'),
    chosenFromOptions,
  );

const conversations = { default_to_current_conversation: flag, filter: conversationFilter };
const response = { response_url_enabled: flag };
const query = { min_query_length: integer(limits.queryLength) };

/** The menus from which people choose one or several things. */
export const menus = {
  static_select: staticMenu('static_select', { initial_option: option }),
  users_select: kind('users_select', {}, { ...common, initial_user: name }),
  conversations_select: kind('conversations_select', {}, { ...common, ...conversations, ...response, initial_conversation: name }),
  channels_select: kind('channels_select', {}, { ...common, ...response, initial_channel: name }),
  external_select: kind('external_select', {}, { ...common, ...query, initial_option: option }),
  multi_static_select: staticMenu('multi_static_select', { ...several, initial_options: list(option) }),
  multi_users_select: kind('multi_users_select', {}, { ...common, ...several, initial_users: names }),
  multi_conversations_select: kind(
    'multi_conversations_select',
    {},
    { ...common, ...several, ...conversations, initial_conversations: names },
  ),
  multi_channels_select: kind('multi_channels_select', {}, { ...common, ...several, initial_channels: names }),
  multi_external_select: kind('multi_external_select', {}, { ...common, ...several, ...query, initial_options: list(option) }),
};

export const checkboxes = all(
  kind(
    'checkboxes',
    { options: list(boxOption, limits.checkboxesOptions) },
    { ...confirmed, ...focusable, initial_options: list(boxOption) },
  ),
  chosenFromOptions,
);

export const radioButtons = all(
  kind(
    'radio_buttons',
    { options: list(boxOption, limits.radioButtonsOptions) },
    { ...confirmed, ...focusable, initial_option: boxOption },
  ),
  chosenFromOptions,
);
