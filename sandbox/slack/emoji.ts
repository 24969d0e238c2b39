import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { z } from 'zod';
import { SlackError } from './errors.ts';

const Entries = z.array(
  z.object({
    unified: z.string(),
    short_name: z.string(),
    short_names: z.array(z.string()),
    skin_variations: z.record(z.string(), z.object({ unified: z.string() })).optional(),
  }),
);

/** The emoji that Slack knows by name. */
export interface EmojiTable {
  /** Every name and alias with its glyph, skin tones not included. */
  readonly glyphs: Readonly<Record<string, string>>;
  /** The name under which Slack reports a reaction (`thumbsup` is `+1`); throws `invalid_name` for one that it does not know. */
  canonical(name: string): string;
}

/** Loads the table from emoji-datasource, whose short names are Slack's. */
export function loadEmoji(): EmojiTable {
  const entries = Entries.parse(JSON.parse(readFileSync(createRequire(import.meta.url).resolve('emoji-datasource/emoji.json'), 'utf8')));
  const byName = new Map(entries.flatMap((entry) => entry.short_names.map((name) => [name, entry] as const)));
  return {
    glyphs: Object.fromEntries([...byName].map(([name, entry]) => [name, glyph(entry.unified)])),
    canonical(name) {
      const [base = '', tone, ...rest] = name.replaceAll(/^:|:$/g, '').split('::');
      const entry = byName.get(base);
      if (!entry || rest.length > 0) throw new SlackError('invalid_name');
      if (tone === undefined) return entry.short_name;
      if (!entry.skin_variations || !/^skin-tone-[2-6]$/.test(tone)) throw new SlackError('invalid_name');
      return `${entry.short_name}::${tone}`;
    },
  };
}

function glyph(unified: string): string {
  return String.fromCodePoint(...unified.split('-').map((code) => Number.parseInt(code, 16)));
}
