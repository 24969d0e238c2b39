import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const theme = readFileSync(new URL('../../../../sandbox/slack/page/theme.css', import.meta.url), 'utf8');

/** Colours by name, first in light, then in dark. */
const colours = new Map(
  [...theme.matchAll(/--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/g)].map(([, name = '', light, dark, both = '']) => [
    name,
    [light ?? both, dark ?? both] as const,
  ]),
);

/** Relative luminance, as WCAG 2 defines it. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

const themes = ['light', 'dark'] as const;
const pairs: readonly (readonly [string, string])[] = [
  ['ink', 'paper'],
  ['ink', 'hover'],
  ['ink', 'mark'],
  ['ink', 'mention'],
  ['soft', 'paper'],
  ['soft', 'hover'],
  ['accent', 'paper'],
  ['accent', 'mark'],
  ['bad', 'paper'],
  ['slow', 'paper'],
  ['code-ink', 'code'],
  ['side-ink', 'side'],
  ['side-ink', 'side-hover'],
];

test.each(themes.flatMap((name, index) => pairs.map(([ink, paper]) => ({ name, index, ink, paper }))))(
  'in the $name theme $ink can be read on $paper (AA: 4.5 to 1)',
  ({ index, ink, paper }) => {
    expect(contrast(colours.get(ink)?.[index] ?? '', colours.get(paper)?.[index] ?? '')).toBeGreaterThanOrEqual(4.5);
  },
);

test.each(themes.flatMap((name, index) => ['good', 'new', 'alarm', 'chosen'].map((ground) => ({ name, index, ground }))))(
  'in the $name theme white can be read on $ground',
  ({ index, ground }) => {
    expect(contrast('#ffffff', colours.get(ground)?.[index] ?? '')).toBeGreaterThanOrEqual(4.5);
  },
);
