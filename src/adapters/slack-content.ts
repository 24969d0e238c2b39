import { setTimeout as sleep } from 'node:timers/promises';
import { WebAPIPlatformError } from '@slack/web-api';
import type { HomeView, KnownBlock } from '@slack/types';
import type { Picture } from '../ports/messenger.ts';
import type { Upload } from './slack-files.ts';

/** What a message shows besides its text. */
export interface Content {
  readonly blocks?: KnownBlock[];
}

/** A picture with its charts uploaded, the richest form first. */
interface Drawn {
  readonly whole: Content;
  readonly withoutCharts: Content;
  readonly hasCharts: boolean;
}

/** Slack looks at an uploaded picture for a moment before a message may show it; until then it calls the block wrong. */
const pausesMs = [500, 1000, 2000, 3000];

export async function contentOf(picture: Picture, upload: Upload): Promise<Drawn> {
  const charts = await Promise.all((picture.charts ?? []).map(upload));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- views build blocks through blocks.ts only, so these are Slack's own
  const blocks = picture.blocks as readonly KnownBlock[] | undefined;
  const withoutCharts = blocks === undefined ? {} : { blocks: [...blocks] };
  return {
    whole: charts.length === 0 ? withoutCharts : { blocks: [...(blocks ?? []), ...charts] },
    withoutCharts,
    hasCharts: charts.length > 0,
  };
}

/** Blocks that Slack refuses must not swallow the news: what it does not take is left out, and the text alone makes sense. */
export async function sendContent<Result>(drawn: Drawn, send: (content: Content) => Promise<Result>): Promise<Result> {
  const tries = drawn.hasCharts ? [...pausesMs, 0] : [0];
  for (const pauseMs of tries) {
    try {
      return await send(drawn.whole);
    } catch (error) {
      if (!isAboutBlocks(error)) throw error;
      if (pauseMs > 0) await sleep(pauseMs);
    }
  }
  if (!drawn.hasCharts) return send({});
  try {
    return await send(drawn.withoutCharts);
  } catch (error) {
    if (!isAboutBlocks(error)) throw error;
    return send({});
  }
}

function isAboutBlocks(error: unknown): boolean {
  const code = error instanceof WebAPIPlatformError ? error.data.error : '';
  return code.startsWith('invalid_blocks') || code === 'msg_blocks_too_long';
}

/** The view of a home; a later one replaces it, so it needs no id. */
export function homeOf(blocks: readonly object[]): HomeView {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- views build blocks through blocks.ts only, so these are Slack's own
  return { type: 'home', blocks: [...blocks] as KnownBlock[] };
}
