import { accessory, actionElement, contextAction, contextElement, dispatchingElement, inputElement } from './elements.ts';
import { limits } from './limits.ts';
import { all, flag, isFields, kind, list, oneOf, string, type Rule } from './problem.ts';
import { atLeastOne } from './relations.ts';
import { anyText, name, plainText, secureAddress } from './text.ts';

const identified = { block_id: string(limits.blockId) };

export const actions = kind('actions', { elements: list(actionElement, limits.actionsElements) }, identified);

export const alert = kind(
  'alert',
  { text: anyText(limits.alertText) },
  { ...identified, level: oneOf('default', 'info', 'warning', 'error', 'success') },
);

export const context = kind('context', { elements: list(contextElement, limits.contextElements) }, identified);

export const contextActions = kind('context_actions', { elements: list(contextAction, limits.contextActionsElements) }, identified);

export const divider = kind('divider', {}, identified);

export const file = kind('file', { source: oneOf('remote'), external_id: name }, identified);

export const header = kind('header', { text: plainText(limits.headerText) }, identified);

const inputOf = (element: Rule): Rule =>
  kind(
    'input',
    { label: plainText(limits.inputLabel), element },
    { ...identified, hint: plainText(limits.inputHint), optional: flag, dispatch_action: flag },
  );

const quietInput = inputOf(inputElement);
const dispatchingInput = inputOf(dispatchingElement);

export const input: Rule = (value, at) => (isFields(value) && value['dispatch_action'] === true ? dispatchingInput : quietInput)(value, at);

export const markdown = kind('markdown', { text: string(limits.markdownText) }, identified);

export const section = all(
  kind(
    'section',
    {},
    {
      ...identified,
      text: anyText(limits.sectionText),
      fields: list(anyText(limits.sectionFieldText), limits.sectionFields),
      accessory,
      expand: flag,
    },
  ),
  atLeastOne('text', 'fields'),
);

export const video = kind(
  'video',
  {
    video_url: secureAddress(limits.videoUrl),
    thumbnail_url: secureAddress(limits.videoUrl),
    alt_text: string(limits.videoAlt),
    title: plainText(limits.videoTitle),
  },
  {
    ...identified,
    title_url: secureAddress(limits.videoUrl),
    author_name: string(limits.videoAuthor),
    provider_name: string(limits.videoProvider),
    provider_icon_url: secureAddress(limits.videoUrl),
    description: plainText(limits.videoDescription),
  },
);
