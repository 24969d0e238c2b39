import * as z from 'zod/mini';

const flag = z.optional(z.boolean());
const style = z.optional(z.object({ bold: flag, italic: flag, strike: flag, underline: flag, code: flag }));

/** A piece of a line of rich text. */
export const RichInline = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text'), text: z.string(), style }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.optional(z.string()), style }),
  z.object({ type: z.literal('user'), user_id: z.string(), style }),
  z.object({ type: z.literal('usergroup'), usergroup_id: z.string(), style }),
  z.object({ type: z.literal('team'), team_id: z.string(), style }),
  z.object({ type: z.literal('channel'), channel_id: z.string(), style }),
  z.object({ type: z.literal('emoji'), name: z.string(), style }),
  z.object({ type: z.literal('broadcast'), range: z.string(), style }),
  z.object({ type: z.literal('color'), value: z.string(), style }),
  z.object({
    type: z.literal('date'),
    timestamp: z.number(),
    format: z.string(),
    url: z.optional(z.string()),
    fallback: z.optional(z.string()),
    style,
  }),
]);
export type RichInline = z.infer<typeof RichInline>;

const line = { elements: z.array(z.unknown()), border: z.optional(z.union([z.number(), z.boolean()])) };

/** A part of rich text that stands on lines of its own. */
export const RichPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rich_text_section'), ...line }),
  z.object({ type: z.literal('rich_text_quote'), ...line }),
  z.object({ type: z.literal('rich_text_preformatted'), ...line }),
  z.object({
    type: z.literal('rich_text_list'),
    style: z.string(),
    indent: z.optional(z.number()),
    offset: z.optional(z.number()),
    border: line.border,
    elements: z.array(z.object({ elements: line.elements })),
  }),
]);
