import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { fold } from '../../src/core/fold.ts';
import { troubleBlocks } from '../../src/views/troubles.ts';
import { moment } from '../support/build.ts';
import { buttonsOf, textsOf } from '../support/pictures.ts';

const checks = [
  { id: 'services', title: 'Services' },
  { id: 'api', title: 'API', reliesOn: ['backend'] },
  { id: 'parts', title: 'Parts of the API', needs: ['api' as const] },
  { id: 'room', title: 'Room for backups' },
  { id: 'weekly', title: 'Weekly backup' },
];
const shown = (reported: readonly { readonly check: string; readonly findings: readonly Finding[] }[]) => {
  const card = { text: '', blocks: troubleBlocks(fold(reported, checks), { createdAt: moment, environment: 'prod' }) };
  return { texts: textsOf(card), buttons: buttonsOf(card) };
};
const backUp = { kind: 'line', label: 'Back up now', line: 'backup create' } as const;

test('what a service brings about stands under it', () => {
  const { texts } = shown([
    { check: 'api', findings: [{ status: 'critical', summary: 'The API does not answer within 5 s.' }] },
    { check: 'parts', findings: [{ status: 'unknown', summary: 'Parts of the API: unknown, it is silent.', because: 'it is silent' }] },
    { check: 'services', findings: [{ status: 'critical', summary: '`backend` is paused.', subject: 'backend' }] },
  ]);

  expect(texts).toEqual([
    '🔴 *critical* `backend` is paused.\n↳ *critical* The API does not answer within 5 s.\n↳ *unknown* for that reason: Parts of the API',
  ]);
});

test('what is unknown for one reason is one sentence, which names them all', () => {
  const because = 'the folder /srv/backups is not there';
  const unknown = (title: string): Finding => ({ status: 'unknown', summary: `${title}: unknown, ${because}.`, because });

  expect(
    shown([
      { check: 'room', findings: [unknown('Room for backups')] },
      { check: 'weekly', findings: [unknown('Weekly backup')] },
    ]).texts,
  ).toEqual([`⚪ *unknown* Room for backups and Weekly backup: ${because}.`]);
  expect(shown([{ check: 'room', findings: [unknown('Room for backups')] }]).texts).toEqual([
    `⚪ *unknown* Room for backups: unknown, ${because}.`,
  ]);
});

test('one cure has one button, however many ask for it', () => {
  const old: Finding = { status: 'warn', summary: 'It is old.', remedies: [backUp] };

  expect(
    shown([
      { check: 'room', findings: [old] },
      { check: 'weekly', findings: [{ ...old, summary: 'It is missing.' }] },
    ]).buttons,
  ).toEqual([{ label: 'Back up now', line: 'backup create --env prod' }]);
});

test('since when is told of what was so before, and not of what is new', () => {
  const since = (at: Date): string | undefined =>
    shown([{ check: 'room', findings: [{ status: 'warn', summary: 'It is full.', since: at.toISOString() }] }]).texts[0];

  expect(since(new Date(moment.getTime() - 86_400_000))).toMatch(
    /It is full\. Since <!date\^\d+\^\{date_short_pretty\}, \{time\}\|[^>]+>\./,
  );
  expect(since(moment)).toBe('🟡 *warn* It is full.');
});
