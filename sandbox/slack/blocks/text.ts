import { limits, type Range } from './limits.ts';
import { all, byType, flag, kind, list, object, oneOf, pattern, string, type Rule } from './problem.ts';
import { atLeastOne } from './relations.ts';

/** Only plain text knows `emoji`, only mrkdwn knows `verbatim`: Slack refuses them the other way round. */
export const plainText = (range: Range): Rule => kind('plain_text', { text: string(range) }, { emoji: flag });
export const mrkdwn = (range: Range): Rule => kind('mrkdwn', { text: string(range) }, { verbatim: flag });
export const anyText = (range: Range): Rule => byType({ plain_text: plainText(range), mrkdwn: mrkdwn(range) });

/** Links may have any scheme (`mailto:`, `slack:`), pictures and videos may not. */
export const link = (range: Range): Rule => pattern(/^[a-z][a-z0-9+.-]*:\S+$/i, 'URL', range);
export const webAddress = (range: Range): Rule => pattern(/^https?:\/\/\S+$/i, 'URL', range);
export const secureAddress = (range: Range): Rule => pattern(/^https:\/\/\S+$/i, 'HTTPS URL', range);

export const style = oneOf('primary', 'danger');
export const name = string({ least: 1 });

const confirm = object(
  {
    title: plainText(limits.confirmTitle),
    text: anyText(limits.confirmText),
    confirm: plainText(limits.confirmConfirm),
    deny: plainText(limits.confirmDeny),
  },
  { style },
);

export const identified = { action_id: string(limits.actionId) };
export const confirmed = { ...identified, confirm };
export const focusable = { focus_on_load: flag };
export const placeholder = { placeholder: plainText(limits.placeholder) };

const optionOf = (text: (range: Range) => Rule, more: Readonly<Record<string, Rule>> = {}): Rule =>
  object({ text: text(limits.optionText), value: string(limits.optionValue) }, { description: text(limits.optionDescription), ...more });

export const option = optionOf(plainText);
/** Only boxes and radio buttons show mrkdwn. */
export const boxOption = optionOf(anyText);
/** Only overflow menus open links. */
export const linkOption = optionOf(plainText, { url: link(limits.optionUrl) });
export const optionGroup = object({ label: plainText(limits.optionGroupLabel), options: list(option, limits.optionGroupOptions) });

export const dispatching = {
  dispatch_action_config: object(
    {},
    { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), limits.triggerActions) },
  ),
};

export const conversationFilter = all(
  object(
    {},
    {
      include: list(oneOf('im', 'mpim', 'private', 'public'), limits.filterInclude),
      exclude_external_shared_channels: flag,
      exclude_bot_users: flag,
    },
  ),
  atLeastOne('include', 'exclude_external_shared_channels', 'exclude_bot_users'),
);
