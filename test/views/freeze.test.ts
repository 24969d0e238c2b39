import { expect, test } from 'vitest';
import { freezeNotice, holdsPicture } from '../../src/views/freeze.ts';
import { alex, entry, moment } from '../support/build.ts';

const notice = (kind: 'frozen' | 'unfrozen', body: Readonly<Record<string, unknown>>) => {
  const { text, blocks } = freezeNotice({
    entry: entry(kind, { by: alex, body }),
    run: undefined,
    title: '',
    policy: undefined,
    now: moment,
  });
  return { text, shown: JSON.stringify(blocks) };
};

test('all read who froze it, why and until when, with the way back beside it; the reason cannot format', () => {
  const { text, shown } = notice('frozen', { reason: 'the <!channel> fair', until: '2026-12-01T18:00:00.000Z' });

  expect(text).toBe('🧊 prod is frozen: the &lt;!channel&gt; fair');
  expect(shown).toContain(`🧊 *prod is frozen* by <@${alex}>: the &lt;!channel&gt; fair`);
  expect(shown).toContain('"value":"unfreeze --env prod"');
  expect(shown).toContain('2026-12-01 18:00 UTC');
  expect(notice('frozen', { reason: 'fair' }).shown).toContain('until somebody lifts it');
});

test('that it was lifted has no button', () => {
  const { shown } = notice('unfrozen', {});

  expect(shown).toContain(`not frozen any more*, lifted by <@${alex}>`);
  expect(shown).not.toContain('button');
});

test('what holds work back is listed, or that nothing does', () => {
  const freeze = { environment: 'prod', reason: 'fair', owner: alex, since: moment, until: null };

  expect(holdsPicture({ environment: 'prod', freezes: [], locks: [] }).text).toBe('Nothing of prod is frozen or locked.');
  expect(holdsPicture({ environment: 'prod', freezes: [freeze], locks: [{ resource: 'database', run: 7, since: moment }] }).text).toBe(
    'prod: 1 freeze, 1 lock',
  );
});
