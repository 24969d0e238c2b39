import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { Block } from '../../../../sandbox/slack/state/message.ts';
import { NO_BROWSER, openPages, type Pages } from '../support/browser.ts';
import { channels, users, workspace } from '../support/workspace.ts';

const pieces = [
  '<script>window.struck=1</script>',
  '<img src=x onerror="window.struck=1">',
  '<svg onload=window.struck=1>',
  '<a href="javascript:window.struck=1">x</a>',
  '<javascript:window.struck=1|click>',
  '[click](javascript:window.struck=1)',
  '![x](javascript:window.struck=1)',
  '[x]: javascript:window.struck=1',
  '<https://example.org|label>',
  '<https://example.org/?"onmouseover="window.struck=1|label>',
  '<data:text/html,<script>window.struck=1</script>|x>',
  '<!channel>',
  '<!date^1795700000^{date}^javascript:window.struck=1|x>',
  '<@U0DANA00001>',
  '<#C0OPS000001|"><img src=x onerror=window.struck=1>>',
  '&lt;script&gt;',
  '&amp;lt;b&amp;gt;',
  '&#60;b&#62;',
  '\u202E',
  '\u0000',
  '```',
  '`',
  '*',
  '_',
  '~',
  '> ',
  '- ',
  '| a | b |\n|---|---|\n',
  '# ',
  ':tada:',
  '\n',
  ' ',
  'word',
];

const hostile = fc
  .array(fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...pieces) }, fc.string({ unit: 'grapheme', maxLength: 12 })), {
    minLength: 1,
    maxLength: 14,
  })
  .map((parts) => parts.join(''))
  .filter((text) => text.trim() !== '');

/** Elements and attributes that the drawing of text may make. */
const allowed = {
  tags: 'DIV SPAN P STRONG EM S U CODE PRE BLOCKQUOTE UL LI BR HR A BUTTON TIME TABLE THEAD TBODY TR TH TD H3'.split(' '),
  attributes: 'class style role aria-label title href target rel type datetime tabindex'.split(' '),
};

/** What stands in a message: its elements, its addresses, and the text of its plain block. */
const look = (ts: string): string => `(() => {
  const blocks = document.getElementById('m-${ts}').querySelector('.blocks');
  const all = [...blocks.querySelectorAll('*')];
  return {
    tags: [...new Set(all.map((each) => each.tagName))],
    attributes: [...new Set(all.flatMap((each) => each.getAttributeNames()))],
    addresses: all.flatMap((each) => each.getAttribute('href') ?? []),
    plain: blocks.querySelector('.header').textContent,
    rich: blocks.lastElementChild.textContent,
    struck: window.struck === 1,
  };
})()`;

const Seen = z.object({
  tags: z.array(z.string()),
  attributes: z.array(z.string()),
  addresses: z.array(z.string()),
  plain: z.string(),
  rich: z.string(),
  struck: z.boolean(),
});

describe.skipIf(NO_BROWSER !== '')(`hostile text in a browser${NO_BROWSER}`, () => {
  let pages: Pages;
  let place: OpenWorkspace;
  let page: Page;

  beforeAll(async () => {
    pages = await openPages();
    place = await workspace();
    page = await pages.open(place, 'dana');
  });
  afterAll(async () => {
    await pages.clear();
    await pages.close();
    await place.close();
  });

  /** The text as every kind of text, in one message. */
  async function drawn(text: string): Promise<z.infer<typeof Seen>> {
    const ts = place.world.store.timestamp();
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text } },
      { type: 'section', text: { type: 'mrkdwn', text } },
      { type: 'markdown', text },
      { type: 'context', elements: [{ type: 'mrkdwn', text }] },
      { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }] },
    ];
    const message = { channel: channels.ops, ts, user: users.bot, text, byBot: true, reactions: [], blocks: Block.array().parse(blocks) };
    place.world.store.record({ is: 'posted', message });
    await page.locator(`[id="m-${ts}"] .blocks`).waitFor({ state: 'attached' });
    const seen = Seen.parse(await page.evaluate(look(ts)));
    place.world.store.record({ is: 'deleted', channel: channels.ops, ts });
    return seen;
  }

  const unlike = (found: readonly string[], known: readonly string[]): readonly string[] => found.filter((each) => !known.includes(each));

  test('never becomes mark-up, in no kind of text, and no address runs anything', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, async (text) => {
        const { tags, attributes, addresses, struck } = await drawn(text);
        expect(unlike(tags, allowed.tags)).toEqual([]);
        expect(unlike(attributes, allowed.attributes)).toEqual([]);
        expect(addresses.filter((each) => !/^(https?:\/\/|mailto:)/i.test(each))).toEqual([]);
        expect(struck).toBe(false);
      }),
      { numRuns: 250 },
    );
    expect(await page.evaluate('window.struck')).toBeUndefined();
  });

  test('is read as it was written where it is plain', async () => {
    // Names of emoji become glyphs in plain text too, as in Slack.
    const plain = hostile.filter((text) => !text.includes(':'));
    await fc.assert(
      fc.asyncProperty(plain, async (text) => {
        const seen = await drawn(text);
        expect(seen.plain).toBe(text);
        expect(seen.rich).toBe(text);
      }),
      { numRuns: 100 },
    );
  });
});
