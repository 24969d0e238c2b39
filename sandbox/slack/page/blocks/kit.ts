import * as z from 'zod/mini';
import { Image, Text } from '../kit.ts';

const word = z.optional(z.string());
const elements = z.array(z.unknown());
const RichText = z.object({ type: z.literal('rich_text'), elements });
const Picture = z.object(Image.shape);
const Cell = z.looseObject({ type: z.string(), text: z.optional(z.union([z.string(), z.number()])), value: z.optional(z.number()) });
export type Cell = z.infer<typeof Cell>;

const Card = z.object({
  type: z.literal('card'),
  block_id: word,
  hero_image: z.optional(Picture),
  icon: z.optional(Picture),
  title: z.optional(Text),
  subtitle: z.optional(Text),
  body: z.optional(Text),
  actions: z.optional(elements),
});

const Source = z.object({ url: z.string(), text: z.string() });

export const TaskCard = z.object({
  type: z.literal('task_card'),
  title: z.string(),
  status: z.string(),
  details: z.optional(RichText),
  output: z.optional(RichText),
  sources: z.optional(z.array(Source)),
});

/** The blocks that the page can draw, as far as it reads them; another one is shown as a box with its JSON. */
export const Drawable = z.discriminatedUnion('type', [
  z.object({ type: z.literal('section'), text: z.optional(Text), fields: z.optional(z.array(Text)), accessory: z.optional(z.unknown()) }),
  z.object({ type: z.literal('header'), text: Text }),
  z.object({ type: z.literal('context'), elements }),
  z.object({ type: z.literal('actions'), elements }),
  z.object({ type: z.literal('context_actions'), elements }),
  z.object({ type: z.literal('divider') }),
  z.object({ type: z.literal('image'), ...Image.shape, title: z.optional(Text) }),
  z.object({ type: z.literal('rich_text'), elements }),
  z.object({ type: z.literal('markdown'), text: z.string() }),
  z.object({
    type: z.literal('table'),
    rows: z.array(z.array(Cell)),
    column_settings: z.optional(z.array(z.nullable(z.object({ align: word, is_wrapped: z.optional(z.boolean()) })))),
  }),
  z.object({
    type: z.literal('data_table'),
    rows: z.array(z.array(Cell)),
    caption: z.string(),
    page_size: z.optional(z.number()),
    row_header_column_index: z.optional(z.number()),
  }),
  z.object({ type: z.literal('alert'), text: Text, level: word }),
  Card,
  z.object({ type: z.literal('carousel'), elements: z.array(Card) }),
  z.object({
    type: z.literal('container'),
    title: z.optional(Text),
    rich_text_title: z.optional(RichText),
    subtitle: z.optional(Text),
    child_blocks: z.array(z.looseObject({ type: z.string(), block_id: word })),
    width: word,
    icon: z.optional(Picture),
    is_collapsible: z.optional(z.boolean()),
    default_collapsed: z.optional(z.boolean()),
    has_header_divider: z.optional(z.boolean()),
  }),
  z.object({
    type: z.literal('input'),
    label: Text,
    hint: z.optional(Text),
    optional: z.optional(z.boolean()),
    element: z.unknown(),
  }),
  z.object({ type: z.literal('file'), external_id: z.string(), source: z.string() }),
  TaskCard,
  z.object({ type: z.literal('plan'), title: z.string(), tasks: z.optional(z.array(z.unknown())) }),
  z.object({
    type: z.literal('video'),
    video_url: z.string(),
    thumbnail_url: z.string(),
    alt_text: z.string(),
    title: Text,
    title_url: word,
    author_name: word,
    provider_name: word,
    description: z.optional(Text),
  }),
]);
export type Drawable = z.infer<typeof Drawable>;
export type BlockOf<Type extends Drawable['type']> = Extract<Drawable, { readonly type: Type }>;
