import type { ContainerBlock, KnownBlock } from '@slack/types';
import { actions, alert, context, contextActions, divider, file, header, input, markdown, section, video } from './basics.ts';
import { card, carousel, containerOf, plan, taskCard } from './groups.ts';
import { imageBlock } from './images.ts';
import { byType, type Rule, type Rules } from './problem.ts';
import { richText } from './rich-text.ts';
import { dataTable, table } from './tables.ts';

/** Where blocks are shown. */
export type Surface = 'message' | 'modal' | 'home';

type BlockType = KnownBlock['type'];

/**
 * Where each block may stand. Slack shows `file` only in what it hands out: applications cannot send it.
 * The types name every block that there is, so that a new version of them with another block does not compile before it has a place here.
 */
export const surfaces = {
  actions: ['message', 'modal', 'home'],
  alert: ['modal'],
  card: ['message', 'modal', 'home'],
  carousel: ['message', 'home'],
  container: ['message', 'home'],
  context: ['message', 'modal', 'home'],
  context_actions: ['message'],
  data_table: ['message', 'home'],
  divider: ['message', 'modal', 'home'],
  file: [],
  header: ['message', 'modal', 'home'],
  image: ['message', 'modal', 'home'],
  input: ['modal', 'home'],
  markdown: ['message'],
  plan: ['message'],
  rich_text: ['message', 'modal', 'home'],
  section: ['message', 'modal', 'home'],
  table: ['message', 'home'],
  task_card: ['message'],
  video: ['message', 'modal', 'home'],
} as const satisfies Readonly<Record<BlockType, readonly Surface[]>>;

const childRules = {
  actions,
  context,
  divider,
  file,
  header,
  image: imageBlock,
  input,
  rich_text: richText,
  section,
  table,
  video,
} satisfies Record<ContainerBlock['child_blocks'][number]['type'], Rule>;

const blockRules = (surface: Surface) =>
  ({
    ...childRules,
    alert,
    card,
    carousel,
    container: containerOf(byType(shownOn(surface, childRules))),
    context_actions: contextActions,
    data_table: dataTable,
    markdown,
    plan,
    task_card: taskCard,
  }) satisfies Record<BlockType, Rule>;

/** The rule for any block that may stand on a surface. */
export const blockOn: Readonly<Record<Surface, Rule>> = {
  message: byType(shownOn('message', blockRules('message'))),
  modal: byType(shownOn('modal', blockRules('modal'))),
  home: byType(shownOn('home', blockRules('home'))),
};

function shownOn(surface: Surface, rules: Rules): Rules {
  const places: Readonly<Record<string, readonly Surface[]>> = surfaces;
  return Object.fromEntries(Object.entries(rules).filter(([type]) => places[type]?.includes(surface)));
}
