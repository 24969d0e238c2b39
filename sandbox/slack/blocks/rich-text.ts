import type { RichTextBlockElement, RichTextElement } from '@slack/types';
import { limits } from './limits.ts';
import { byType, flag, integer, kind, list, object, oneOf, pattern, string, type Rule, type Rules } from './problem.ts';
import { link, name } from './text.ts';

const style = object(
  {},
  // The last three are set by Slack's own client on mentions.
  { bold: flag, code: flag, italic: flag, strike: flag, underline: flag, highlight: flag, client_highlight: flag, unlink: flag },
);

const inline = (type: string, required: Rules, optional: Rules = {}): Rule => kind(type, required, { style, ...optional });

const text = inline('text', { text: string(limits.richTextText) });
const linked = inline('link', { url: link({}) }, { text: string(), unsafe: flag });

const inlines = {
  text,
  link: linked,
  broadcast: inline('broadcast', { range: oneOf('here', 'channel', 'everyone') }),
  color: inline('color', { value: pattern(/^#[0-9a-f]{6}$/i, 'color (#RRGGBB)') }),
  channel: inline('channel', { channel_id: name }),
  date: inline('date', { timestamp: integer(), format: name }, { url: link({}), fallback: string() }),
  emoji: inline('emoji', { name }, { unicode: string(), url: string(), skin_tone: integer() }),
  team: inline('team', { team_id: name }),
  user: inline('user', { user_id: name }),
  usergroup: inline('usergroup', { usergroup_id: name }),
} satisfies Record<RichTextElement['type'], Rule>;

const anyInline = list(byType(inlines));
const border = integer(limits.richTextBorder);
const section = kind('rich_text_section', { elements: anyInline });

const parts = {
  rich_text_section: section,
  rich_text_list: kind(
    'rich_text_list',
    { elements: list(section), style: oneOf('bullet', 'ordered') },
    { indent: integer(limits.richTextIndent), offset: integer(limits.richTextOffset), border },
  ),
  rich_text_quote: kind('rich_text_quote', { elements: anyInline }, { border }),
  rich_text_preformatted: kind('rich_text_preformatted', { elements: list(byType({ text, link: linked })) }, { border }),
} satisfies Record<RichTextBlockElement['type'], Rule>;

/** A rich_text block, which also stands in cells, titles and inputs. */
export const richText = kind('rich_text', { elements: list(byType(parts)) }, { block_id: string(limits.blockId) });
