import { expect, test } from 'vitest';
import { context, section } from '../../src/views/blocks.ts';
import { inReadersZone, moment } from '../../src/views/marks.ts';

const at = '2026-11-23 20:51 UTC';
const local = '<!date^1795467060^{date_short_pretty}, {time}|2026-11-23 20:51 UTC>';

test.each([
  ['in a sentence', `17 jobs (newest ${at}).`, `17 jobs (newest ${local}).`],
  ['twice', `${at} and ${at}`, `${local} and ${local}`],
  ['behind a name in code', `\`app.log\`, until ${at}`, `\`app.log\`, until ${local}`],
  ['in code', `\`${at} [71] connection lost\``, `\`${at} [71] connection lost\``],
  ['in mark-up of Slack', moment(new Date('2026-11-23T20:51:00Z')), local],
  ['that is none', '2026-13-45 20:51 UTC', '2026-13-45 20:51 UTC'],
])('a minute %s', (_, words, shown) => {
  expect(inReadersZone(words)).toBe(shown);
});

test('every section and context shows minutes in the zone of who reads', () => {
  expect(section(`until ${at}`).text?.text).toBe(`until ${local}`);
  expect(context(`until ${at}`).elements[0]).toMatchObject({ text: `until ${local}` });
});

test('a text that would become too long keeps the words', () => {
  const long = `${'x'.repeat(2970)} ${at}`;

  expect(section(long).text?.text).toBe(long);
});
