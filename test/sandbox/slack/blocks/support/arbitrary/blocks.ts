import type { ContainerBlock, KnownBlock } from '@slack/types';
import fc from 'fast-check';
import { surfaces, type Surface } from '../../../../../../sandbox/slack/blocks/surfaces.ts';
import { accessory, action, asking, button, feedback_buttons, icon_button, image } from './elements.ts';
import { richText } from './rich-texts.ts';
import { address, anyText, few, having, id, is, mrkdwn, plain, some, words } from './texts.ts';

type ByType = { [T in KnownBlock['type']]: fc.Arbitrary<Extract<KnownBlock, { type: T }>> };

const raw = fc.oneof(
  fc.record({ type: is('raw_text'), text: words() }),
  fc.record({ type: is('raw_number'), value: fc.integer(), text: words() }),
);
const cell = fc.oneof(raw, richText);
const named = { block_id: id };
const task = having(
  { type: is('task_card'), task_id: id, title: words(), status: fc.constantFrom('pending', 'in_progress', 'complete', 'error') },
  { ...named, details: richText, output: richText, sources: few(fc.record({ type: is('url'), url: address, text: words() })) },
);
const card = fc
  .tuple(
    fc.record({ type: is('card'), title: mrkdwn }),
    some({ ...named, hero_image: image, icon: image, subtitle: mrkdwn, body: mrkdwn, actions: few(button) }),
  )
  .map(([all, more]) => ({ ...all, ...more }));
const divider = having({ type: is('divider') }, named);
const header = having({ type: is('header'), text: plain }, named);
const section = having({ type: is('section'), text: anyText }, { ...named, fields: few(anyText), accessory, expand: fc.boolean() });
const context = having({ type: is('context'), elements: few(fc.oneof(image, anyText)) }, named);
const child: fc.Arbitrary<ContainerBlock['child_blocks'][number]> = fc.oneof(divider, header, section, context, richText);
const row = (width: number) => fc.array(raw, { minLength: width, maxLength: width });

export const blocks: ByType = {
  actions: having({ type: is('actions'), elements: few(action) }, named),
  alert: having(
    { type: is('alert'), text: anyText },
    { ...named, level: fc.constantFrom('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: having({ type: is('carousel'), elements: few(card) }, named),
  container: having(
    { type: is('container'), title: plain, child_blocks: few(child) },
    {
      ...named,
      rich_text_title: richText,
      subtitle: anyText,
      width: fc.constantFrom('narrow', 'full'),
      icon: image,
      is_collapsible: fc.boolean(),
      has_header_divider: fc.boolean(),
    },
  ),
  context,
  context_actions: having({ type: is('context_actions'), elements: few(fc.oneof(feedback_buttons, icon_button)) }, named),
  data_table: fc
    .integer({ min: 1, max: 3 })
    .chain((width) =>
      having(
        { type: is('data_table'), caption: words(), rows: fc.array(row(width), { minLength: 2, maxLength: 4 }) },
        { ...named, page_size: fc.integer({ min: 1, max: 100 }), row_header_column_index: fc.nat(width - 1) },
      ),
    ),
  divider,
  file: having({ type: is('file'), source: is('remote'), external_id: id }, named),
  header,
  image: fc.tuple(image, some({ ...named, title: plain })).map(([all, more]) => ({ ...all, ...more })),
  input: having({ type: is('input'), label: plain, element: asking }, { ...named, hint: plain, optional: fc.boolean() }),
  markdown: having({ type: is('markdown'), text: words() }, named),
  plan: having({ type: is('plan'), title: words() }, { ...named, tasks: few(task) }),
  rich_text: fc.tuple(richText, some(named)).map(([all, more]) => ({ ...all, ...more })),
  section,
  table: having(
    { type: is('table'), rows: few(few(cell)) },
    { ...named, column_settings: few(some({ align: fc.constantFrom('left', 'right'), is_wrapped: fc.boolean() })) },
  ),
  task_card: task,
  video: having(
    { type: is('video'), video_url: address, thumbnail_url: address, alt_text: words(), title: plain },
    { ...named, title_url: address, author_name: words(), provider_name: words(), provider_icon_url: address, description: plain },
  ),
};

/** What Slack would take on a surface: some blocks of each kind that may stand there, at most one of them a table. */
export function blocksOn(surface: Surface): fc.Arbitrary<readonly KnownBlock[]> {
  const places: Readonly<Record<string, readonly Surface[]>> = surfaces;
  const here = Object.entries(blocks).flatMap(([type, block]) => (places[type]?.includes(surface) ? [block] : []));
  return fc
    .array(fc.oneof<fc.Arbitrary<KnownBlock>[]>(...here), { minLength: 1, maxLength: 5 })
    .map((all) => all.filter((block, at) => block.type !== 'table' || all.findIndex(({ type }) => type === 'table') === at));
}
