import { all, byType, fields, list, oneOf, optional, problem, isFields, string, type Rule } from './problem.ts';

export const IDENTIFIER = 255;

/** A text object; `kinds` says which of the two mark-ups the place allows. */
function text(maximum: number, ...kinds: readonly string[]): Rule {
  return fields({ type: oneOf(...kinds), text: string(maximum, 1) });
}

export const plainText = (maximum: number): Rule => text(maximum, 'plain_text');
export const anyText = (maximum: number): Rule => text(maximum, 'plain_text', 'mrkdwn');

const confirm = fields({ title: plainText(100), text: anyText(300), confirm: plainText(30), deny: plainText(30) });
const option = fields({ text: anyText(75), value: string(150), description: optional(anyText(75)) });
const identified = { action_id: optional(string(IDENTIFIER)), confirm: optional(confirm) };
const placeholder = optional(plainText(150));

const button = fields({
  ...identified,
  text: plainText(75),
  value: optional(string(2000)),
  url: optional(string(3000)),
  style: optional(oneOf('primary', 'danger')),
  accessibility_label: optional(string(75)),
});

const optionGroup = fields({ label: plainText(75), options: list(option, 100) });

/** A static menu has either options or groups of options. */
const eitherOptions: Rule = (value, at) => {
  if (!isFields(value)) return problem(at, 'must be an object');
  const rule = value['option_groups'] === undefined ? { options: list(option, 100) } : { option_groups: list(optionGroup, 100) };
  return fields(rule)(value, at);
};

const menu = fields({ ...identified, placeholder });
const staticMenu = all(menu, eitherOptions);
const boxes = fields({ ...identified, options: list(option, 10) });

export const image = fields({ alt_text: string(2000), image_url: optional(string(3000)) });

const interactive: Readonly<Record<string, Rule>> = {
  button,
  overflow: fields({ ...identified, options: list(option, 5) }),
  static_select: staticMenu,
  multi_static_select: staticMenu,
  users_select: menu,
  multi_users_select: menu,
  conversations_select: menu,
  multi_conversations_select: menu,
  channels_select: menu,
  multi_channels_select: menu,
  external_select: menu,
  multi_external_select: menu,
  datepicker: menu,
  timepicker: menu,
  datetimepicker: fields(identified),
  checkboxes: boxes,
  radio_buttons: boxes,
  workflow_button: fields({ text: plainText(75) }),
};

export const actionElement = byType(interactive, 'element');
export const accessory = byType({ ...interactive, image }, 'accessory');
export const contextElement = byType({ image, mrkdwn: text(3000, 'mrkdwn'), plain_text: plainText(3000) }, 'context element');
