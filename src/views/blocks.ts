import type { ActionsBlock, Button, ContextBlock, DividerBlock, KnownBlock, MrkdwnElement, SectionBlock } from '@slack/types';
import { cut } from '../lib/foreign.ts';
import { plural } from '../lib/words.ts';
import { inReadersZone } from './marks.ts';

/** Block Kit's limits, in characters or pieces (as @slack/types and Slack's reference state them). */
const limits = {
  blocks: 50,
  section: 3000,
  button: 75,
  value: 2000,
  contextPart: 2000,
  buttonsInRow: 5,
  total: 10_000,
} as const;

/** What a notification says is cut here, in characters; an edit takes 4000, and nobody listens to more. */
export const spokenLength = 900;

/** The button that carries a line of the command language; one id a place, so that ids in a message differ. */
export const lineAction = 'line';

export function section(text: string, button?: Button): SectionBlock {
  return { type: 'section', text: mrkdwn(text, limits.section), ...(button ? { accessory: button } : {}) };
}

export function context(text: string): ContextBlock {
  return { type: 'context', elements: [mrkdwn(text, limits.contextPart)] };
}

/** A moment in the reader's zone takes more characters than the minute in words: where it does not fit, the words stay. */
function mrkdwn(text: string, limit: number): MrkdwnElement {
  const local = inReadersZone(text);
  return { type: 'mrkdwn', text: local.length <= limit ? local : cut(text, limit) };
}

export function divider(): DividerBlock {
  return { type: 'divider' };
}

/** A button is a line: pressing it is typing it. A confirmation is shown for what is hard to take back. */
export function lineButton(
  label: string,
  line: string,
  options: { readonly place?: number; readonly style?: 'primary' | 'danger'; readonly confirm?: string } = {},
): Button {
  return {
    type: 'button',
    text: { type: 'plain_text', text: cut(label, limits.button), emoji: true },
    action_id: `${lineAction}:${options.place ?? 0}`,
    value: cut(line, limits.value),
    ...(options.style ? { style: options.style } : {}),
    ...(options.confirm
      ? {
          confirm: {
            title: { type: 'plain_text', text: cut(label, 100) },
            text: { type: 'plain_text', text: cut(options.confirm, 300) },
            confirm: { type: 'plain_text', text: 'Yes' },
            deny: { type: 'plain_text', text: 'Not now' },
          },
        }
      : {}),
  };
}

/** A button for a line about one environment: its channel may be that of several, or of none. */
export function environmentButton(
  environment: string,
  { label, line }: { readonly label: string; readonly line: string },
  place = 0,
): Button {
  return lineButton(label, `${line} --env ${environment}`, { place });
}

export function actions(buttons: readonly Button[]): ActionsBlock {
  return {
    type: 'actions',
    elements: buttons.slice(0, limits.buttonsInRow).map((button, index) => ({ ...button, action_id: `${lineAction}:${index}` })),
  };
}

/** Lines packed into as few sections as hold them, so that a long list does not run out of blocks. */
export function sections(lines: readonly string[]): readonly SectionBlock[] {
  return packed(lines, limits.section).map((text) => section(text));
}

/** The same in the small print of contexts. */
export function contexts(lines: readonly string[]): readonly ContextBlock[] {
  return packed(lines, limits.contextPart).map((text) => context(text));
}

function packed(lines: readonly string[], limit: number): readonly string[] {
  const texts: string[] = [];
  for (const line of lines.flatMap((one) => piecesOf(one, limit))) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < limit) texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line);
  }
  return texts;
}

/** A line that is too long goes on in the next block: cut between words, and never within an entity or a character. */
function piecesOf(line: string, limit: number): readonly string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > limit) {
    const space = rest.lastIndexOf(' ', limit);
    const [half = ''] = /(?:&[a-z]{0,4}|[\uD800-\uDBFF])$/.exec(rest.slice(0, limit)) ?? [];
    const end = space > limit / 2 ? space : limit - half.length;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...pieces, rest];
}

/** Keeps a message within Slack's limits: what does not fit is counted, never dropped in silence. The `tail` is always there, and so many blocks that come behind it have `room`. */
export function fit(
  blocks: readonly KnownBlock[],
  { tail = [], rest, room = 0 }: { readonly tail?: readonly KnownBlock[]; readonly rest?: string; readonly room?: number } = {},
): readonly KnownBlock[] {
  const kept: KnownBlock[] = [];
  let size = sizeOf(tail);
  for (const block of blocks) {
    size += sizeOf(block);
    if (kept.length + tail.length + room >= limits.blocks - 1 || size > limits.total) {
      const where = rest === undefined ? ', which do not fit into one message' : `; \`/bigshot ${rest}\` has the rest`;
      return [...kept, context(`… and ${plural(blocks.length - kept.length, 'more part')}${where}`), ...tail];
    }
    kept.push(block);
  }
  return [...kept, ...tail];
}

function sizeOf(blocks: unknown): number {
  return JSON.stringify(blocks).length;
}
