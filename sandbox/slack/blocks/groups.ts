import { button } from './buttons.ts';
import { imageElement } from './images.ts';
import { limits } from './limits.ts';
import { all, flag, kind, list, object, oneOf, string, type Rule } from './problem.ts';
import { atLeastOne, onlyWith } from './relations.ts';
import { richText } from './rich-text.ts';
import { anyText, link, mrkdwn, name, plainText } from './text.ts';

const identified = { block_id: string(limits.blockId) };

export const card = all(
  kind(
    'card',
    {},
    {
      ...identified,
      hero_image: imageElement,
      icon: imageElement,
      title: mrkdwn(limits.cardTitle),
      subtitle: mrkdwn(limits.cardSubtitle),
      body: mrkdwn(limits.cardBody),
      actions: list(button, limits.cardActions),
    },
  ),
  atLeastOne('hero_image', 'title', 'actions', 'body'),
);

export const carousel = kind('carousel', { elements: list(card, limits.carouselCards) }, identified);

/** A frame around other blocks: which ones depends on where it stands. */
export const containerOf = (child: Rule): Rule =>
  all(
    kind(
      'container',
      { child_blocks: list(child, limits.containerBlocks) },
      {
        ...identified,
        title: plainText(limits.containerTitle),
        rich_text_title: richText,
        subtitle: anyText(limits.containerSubtitle),
        width: oneOf('narrow', 'standard', 'wide', 'full'),
        icon: imageElement,
        is_collapsible: flag,
        default_collapsed: flag,
        has_header_divider: flag,
      },
    ),
    atLeastOne('title', 'rich_text_title'),
    onlyWith('default_collapsed', 'is_collapsible'),
  );

const source = kind('url', { url: link(limits.urlSourceUrl), text: name });
const task = { task_id: name, title: name, status: oneOf('pending', 'in_progress', 'complete', 'error') };
const taskDetails = { ...identified, details: richText, output: richText, sources: list(source) };

export const taskCard = kind('task_card', task, taskDetails);

/** Within a plan a task need not say that it is one. */
export const plan = kind(
  'plan',
  { title: name },
  { ...identified, tasks: list(object(task, { ...taskDetails, type: oneOf('task_card') }), limits.planTasks) },
);
