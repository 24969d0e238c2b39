import type { RichTextBlock, RichTextBlockElement, RichTextElement } from '@slack/types';
import fc from 'fast-check';
import { address, few, having, id, is, some, words } from './texts.ts';

type Inline = { [T in RichTextElement['type']]: fc.Arbitrary<Extract<RichTextElement, { type: T }>> };
type Part = { [T in RichTextBlockElement['type']]: fc.Arbitrary<Extract<RichTextBlockElement, { type: T }>> };

const style = { style: some({ bold: fc.boolean(), italic: fc.boolean(), strike: fc.boolean(), code: fc.boolean() }) };

const inlines: Inline = {
  text: having({ type: is('text'), text: words() }, style),
  link: having({ type: is('link'), url: address }, { ...style, text: words(), unsafe: fc.boolean() }),
  broadcast: having({ type: is('broadcast'), range: fc.constantFrom('here', 'channel', 'everyone') }, style),
  color: having({ type: is('color'), value: fc.constantFrom('#F405B3', '#00ff00') }, style),
  channel: having({ type: is('channel'), channel_id: id }, style),
  date: having({ type: is('date'), timestamp: fc.nat(), format: is('{date_num}') }, { ...style, url: address, fallback: words() }),
  emoji: having({ type: is('emoji'), name: is('wave') }, { ...style, unicode: is('1f44b') }),
  team: having({ type: is('team'), team_id: id }, style),
  user: having({ type: is('user'), user_id: id }, style),
  usergroup: having({ type: is('usergroup'), usergroup_id: id }, style),
};

const anyInline = few(fc.oneof(...Object.values(inlines)));
const border = { border: fc.constantFrom<0 | 1>(0, 1) };
const section = fc.record({ type: is('rich_text_section'), elements: anyInline });

const parts: Part = {
  rich_text_section: section,
  rich_text_list: having(
    { type: is('rich_text_list'), style: fc.constantFrom('bullet', 'ordered'), elements: few(section) },
    { ...border, indent: fc.integer({ min: 0, max: 8 }) },
  ),
  rich_text_quote: having({ type: is('rich_text_quote'), elements: anyInline }, border),
  rich_text_preformatted: having({ type: is('rich_text_preformatted'), elements: few(fc.oneof(inlines.text, inlines.link)) }, border),
};

export const richText: fc.Arbitrary<RichTextBlock> = fc.record({
  type: is('rich_text'),
  elements: few<RichTextBlockElement>(fc.oneof(...Object.values(parts))),
});
