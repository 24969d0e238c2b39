import type {
  ActionsBlockElement,
  ContextActionsBlockElement,
  ContextBlockElement,
  InputBlockElement,
  SectionBlockAccessory,
} from '@slack/types';
import { button, feedbackButtons, iconButton, overflow, workflowButton } from './buttons.ts';
import { imageElement } from './images.ts';
import {
  datepicker,
  dateTimepicker,
  emailInput,
  fileInput,
  numberInput,
  plainTextInput,
  richTextInput,
  timepicker,
  urlInput,
} from './inputs.ts';
import { limits } from './limits.ts';
import { checkboxes, menus, radioButtons } from './menus.ts';
import { byType, type Rule } from './problem.ts';
import { mrkdwn, plainText } from './text.ts';

const pressable = { button, overflow, workflow_button: workflowButton };
const choices = { ...menus, checkboxes, radio_buttons: radioButtons, datepicker, timepicker };

/** Which elements may stand where; a new version of the types that allows more makes the compiler say so. */
export const actionElement = byType({
  ...pressable,
  ...choices,
  datetimepicker: dateTimepicker,
  rich_text_input: richTextInput,
} satisfies Record<ActionsBlockElement['type'], Rule>);

export const accessory = byType({ ...pressable, ...choices, image: imageElement } satisfies Record<SectionBlockAccessory['type'], Rule>);

const withoutFiles = {
  ...choices,
  datetimepicker: dateTimepicker,
  email_text_input: emailInput,
  number_input: numberInput,
  plain_text_input: plainTextInput,
  rich_text_input: richTextInput,
  url_text_input: urlInput,
};

export const inputElement = byType({ ...withoutFiles, file_input: fileInput } satisfies Record<InputBlockElement['type'], Rule>);

/** An input that tells at once what was typed cannot hold files. */
export const dispatchingElement = byType(withoutFiles);

export const contextElement = byType({
  image: imageElement,
  mrkdwn: mrkdwn(limits.textObject),
  plain_text: plainText(limits.textObject),
} satisfies Record<ContextBlockElement['type'], Rule>);

export const contextAction = byType({ feedback_buttons: feedbackButtons, icon_button: iconButton } satisfies Record<
  ContextActionsBlockElement['type'],
  Rule
>);
