import { limits } from './limits.ts';
import { kind, list, object, oneOf, string } from './problem.ts';
import { confirmed, identified, link, linkOption, name, plainText, style } from './text.ts';

const label = { accessibility_label: string(limits.accessibilityLabel) };

export const button = kind(
  'button',
  { text: plainText(limits.buttonText) },
  { ...confirmed, ...label, value: string(limits.buttonValue), url: link(limits.buttonUrl), style },
);

const parameter = object({ name, value: string() });
const workflow = object({ trigger: object({ url: link({}) }, { customizable_input_parameters: list(parameter) }) });

export const workflowButton = kind('workflow_button', { text: plainText(limits.buttonText), workflow }, { ...confirmed, ...label, style });

export const overflow = kind('overflow', { options: list(linkOption, limits.overflowOptions) }, confirmed);

const feedback = object({ text: plainText(limits.feedbackText), value: string(limits.feedbackValue) }, label);

export const feedbackButtons = kind('feedback_buttons', { positive_button: feedback, negative_button: feedback }, identified);

export const iconButton = kind(
  'icon_button',
  { icon: oneOf('trash'), text: plainText(limits.iconButtonText) },
  { ...confirmed, ...label, value: string(limits.iconButtonValue), visible_to_user_ids: list(name, limits.iconButtonUsers) },
);
