import { describe, expect, test } from 'vitest';
import { commandsOf } from '../../src/core/step-form.ts';

const form = { step: '12', outcome: 'done' as const };

describe('a form about a step', () => {
  test.each([
    ['done', form, [{ id: 'step done', options: { step: '12' } }]],
    [
      'done, with a note',
      { ...form, note: 'all "fine" --env dev' },
      [{ id: 'step done', options: { step: '12', note: 'all "fine" --env dev' } }],
    ],
    [
      'left out',
      { ...form, outcome: 'skip' as const, note: 'no deploy' },
      [{ id: 'step skip', options: { step: '12', reason: 'no deploy' } }],
    ],
    [
      'given to somebody until a day',
      { ...form, outcome: 'open' as const, owner: 'U1', due: '2026-12-01' },
      [
        { id: 'step give', options: { step: '12', person: '<@U1>' } },
        { id: 'step due', options: { step: '12', day: '2026-12-01' } },
      ],
    ],
    ['put off', { ...form, outcome: 'open' as const, due: '2026-12-01' }, [{ id: 'step due', options: { step: '12', day: '2026-12-01' } }]],
  ])('%s', (_, given, commands) => {
    expect(commandsOf(given)).toEqual({ commands });
  });

  test.each([
    ['left out without a reason', { ...form, outcome: 'skip' as const }, ['note']],
    ['done, with an owner and a day', { ...form, owner: 'U1', due: '2026-12-01' }, ['owner', 'due']],
    ['open, with nothing else', { ...form, outcome: 'open' as const }, ['outcome']],
    ['open, with a note that would be lost', { ...form, outcome: 'open' as const, owner: 'U1', note: 'x' }, ['note']],
  ])('is not taken: %s', (_, given, wrong) => {
    const found = commandsOf(given);

    expect('wrong' in found ? Object.keys(found.wrong) : found).toEqual(wrong);
  });
});
