import { readBlocks } from '../../sandbox/slack/blocks/validate.ts';
import { commands } from '../../src/commands/index.ts';
import { parseLine } from '../../src/core/line.ts';
import type { Picture } from '../../src/ports/messenger.ts';

/** All texts that people read in the blocks of a picture, in order. */
export function textsOf({ blocks = [] }: Picture): readonly string[] {
  const found: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, part] of Object.entries(value)) {
      if (key === 'text' && typeof part === 'string') found.push(part);
      else walk(part);
    }
  };
  walk(blocks);
  return found;
}

export interface Pressed {
  readonly label: string;
  readonly line: string;
  readonly style?: string;
}

/** The buttons of a picture, in order. */
export function buttonsOf({ blocks = [] }: Picture): readonly Pressed[] {
  const found: Pressed[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(walk);
    if (typeof value !== 'object' || value === null) return;
    if (
      'type' in value &&
      value.type === 'button' &&
      'value' in value &&
      'text' in value &&
      typeof value.text === 'object' &&
      value.text !== null
    )
      found.push({
        label: 'text' in value.text ? String(value.text.text) : '',
        line: String(value.value),
        ...('style' in value ? { style: String(value.style) } : {}),
      });
    Object.values(value).forEach(walk);
  };
  walk(blocks);
  return found;
}

/** Everything that Slack or a person would object to; nothing when the picture is good. */
export function objectionsTo(picture: Picture): readonly string[] {
  const bad = buttonsOf(picture).filter(({ line }) => parseLine(line, commands).is === 'wrong');
  const said = [picture.text, ...textsOf(picture)].join('\n');
  return [
    ...refusalOf(picture),
    ...(picture.text.trim() === '' ? ['it has no text for a notification'] : []),
    ...(Array.from(picture.text).length > 4000 ? ['its text is too long for an edit'] : []),
    ...(/undefined|\[object|NaN|null/.test(said) ? ['it shows a value that is none'] : []),
    ...(/\p{Surrogate}/u.test(said) ? ['it holds half a character'] : []),
    ...bad.map(({ line }) => `its button says \`${line}\`, which nobody understands`),
  ];
}

function refusalOf({ blocks }: Picture): readonly string[] {
  try {
    readBlocks(blocks);
    return [];
  } catch (error) {
    return [`Slack refuses it: ${JSON.stringify(error)}`];
  }
}
