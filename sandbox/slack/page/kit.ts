import * as z from 'zod/mini';

/** Text as Block Kit carries it. */
export const Text = z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });
export type Text = z.infer<typeof Text>;

const Confirm = z.object({ title: Text, text: Text, confirm: Text, deny: Text });
export type Confirm = z.infer<typeof Confirm>;

const Option = z.object({ text: Text, value: z.optional(z.string()), description: z.optional(Text), url: z.optional(z.string()) });

const common = { action_id: z.optional(z.string()), confirm: z.optional(Confirm) };
const placeholder = z.optional(Text);

export const Element = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('button'),
    ...common,
    text: Text,
    value: z.optional(z.string()),
    url: z.optional(z.string()),
    style: z.optional(z.string()),
    accessibility_label: z.optional(z.string()),
  }),
  z.object({ type: z.literal('overflow'), ...common, options: z.array(Option) }),
  z.object({
    type: z.literal('static_select'),
    ...common,
    placeholder,
    options: z.optional(z.array(Option)),
    option_groups: z.optional(z.array(z.object({ label: Text, options: z.array(Option) }))),
    initial_option: z.optional(Option),
  }),
  z.object({ type: z.literal('users_select'), ...common, placeholder, initial_user: z.optional(z.string()) }),
  z.object({ type: z.literal('datepicker'), ...common, placeholder, initial_date: z.optional(z.string()) }),
  z.object({ type: z.literal('image'), image_url: z.optional(z.string()), alt_text: z.string() }),
]);
export type Element = z.infer<typeof Element>;
export type ElementOf<Type extends Element['type']> = Extract<Element, { readonly type: Type }>;

const Cell = z.looseObject({ type: z.string(), text: z.optional(z.string()), value: z.optional(z.number()) });

/** The blocks that the page can draw; another one is shown as a box with its JSON. */
export const Drawable = z.discriminatedUnion('type', [
  z.object({ type: z.literal('section'), text: z.optional(Text), fields: z.optional(z.array(Text)), accessory: z.optional(z.unknown()) }),
  z.object({ type: z.literal('header'), text: Text }),
  z.object({ type: z.literal('context'), elements: z.array(z.unknown()) }),
  z.object({ type: z.literal('actions'), elements: z.array(z.unknown()) }),
  z.object({ type: z.literal('divider') }),
  z.object({ type: z.literal('image'), image_url: z.optional(z.string()), alt_text: z.string(), title: z.optional(Text) }),
  z.object({ type: z.literal('rich_text'), elements: z.array(z.unknown()) }),
  z.object({ type: z.literal('table'), rows: z.array(z.array(Cell)) }),
]);
export type Drawable = z.infer<typeof Drawable>;

export type RichInline = z.infer<typeof RichInline>;
export const RichInline = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    text: z.string(),
    style: z.optional(
      z.object({
        bold: z.optional(z.boolean()),
        italic: z.optional(z.boolean()),
        strike: z.optional(z.boolean()),
        code: z.optional(z.boolean()),
      }),
    ),
  }),
  z.object({ type: z.literal('link'), url: z.string(), text: z.optional(z.string()) }),
  z.object({ type: z.literal('user'), user_id: z.string() }),
  z.object({ type: z.literal('channel'), channel_id: z.string() }),
  z.object({ type: z.literal('emoji'), name: z.string() }),
  z.object({ type: z.literal('broadcast'), range: z.string() }),
  z.object({ type: z.literal('date'), timestamp: z.number(), format: z.string(), fallback: z.optional(z.string()) }),
]);

const RichLine = { elements: z.array(z.unknown()) };

export const RichPart = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rich_text_section'), ...RichLine }),
  z.object({ type: z.literal('rich_text_quote'), ...RichLine }),
  z.object({ type: z.literal('rich_text_preformatted'), ...RichLine }),
  z.object({ type: z.literal('rich_text_list'), style: z.string(), indent: z.optional(z.number()), elements: z.array(z.object(RichLine)) }),
]);
