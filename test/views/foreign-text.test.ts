import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineCheck } from '../../src/core/check.ts';
import { runCheck } from '../../src/services/check.ts';
import { answerPicture } from '../../src/views/answers.ts';
import { foreign } from '../../src/lib/foreign.ts';
import { details } from '../../src/views/details.ts';
import { portsWith } from '../support/absent.ts';
import { dana, entry, moment, picture } from '../support/build.ts';
import { textsOf } from '../support/pictures.ts';
import { sourcesOf } from '../support/sources.ts';

test('adapters hand foreign text on as it is: what is escaped where it is read would be escaped twice where it is shown', async () => {
  const adapters = await sourcesOf('src/adapters');

  const escaping = adapters.filter(({ text }) =>
    /import \{[^}]*\b(foreign|foreignCode|escape)\b[^}]*\} from '.*lib\/foreign\.ts'/.test(text),
  );

  expect(escaping.map(({ path }) => path)).toEqual([]);
});

test('what was escaped when it was written down is not escaped again in the timeline', () => {
  const why = `step 1 of 2 failed: ${foreign('no disk <full> & <!channel>')}`;
  const ended = entry('ended', { body: { outcome: 'failed', why } });
  const asked = entry('asked', { by: dana, body: { reason: 'a <b> & <!channel>' } });

  const shown = textsOf(answerPicture({ is: 'told', view: 'log', value: { entries: [ended, asked], titles: {} } })).join('\n');

  expect(shown).toContain('failed: no disk &lt;full&gt; &amp; &lt;!channel&gt;');
  expect(shown).toContain('a &lt;b&gt; &amp; &lt;!channel&gt;');
  expect(shown).not.toContain('&amp;lt;');
});

test('a long reason of the bot is cut in the timeline without half an entity', () => {
  for (let length = 190; length < 200; length += 1) {
    const ended = entry('ended', { body: { why: `${'x'.repeat(length)}${foreign('<full>'.repeat(20))}` } });

    const shown = textsOf(answerPicture({ is: 'told', view: 'log', value: { entries: [ended], titles: {} } })).join('\n');

    expect(shown).toMatch(/x(?:&[gl]t;|full|ful|fu|f)*… · run/);
  }
});

test('what a failing probe says cannot mention, format or lie about its status', async () => {
  const hostile = defineCheck({
    id: 'a',
    title: 'A',
    why: '',
    procedures: [],
    limits: z.object({}),
    needs: [],
    probe: () => Promise.reject(new Error('<!channel> <@U0ALEX00001> <https://evil.example|click> password=hunter2 \u202Eko')),
    judge: () => [],
  });
  const around = { ports: portsWith(), limits: {}, now: moment, signal: new AbortController().signal };
  const { reported: said } = await runCheck(hostile, around);

  const shown = JSON.stringify(details(picture({ title: 'Morning', checks: [{ id: 'a', title: 'A' }], reported: [said] })));

  expect(said.status).toBe('unknown');
  expect(shown).not.toMatch(/<!channel>|<@U0ALEX|<https|hunter2|\u202E/);
  expect(shown).toContain('&lt;!channel&gt;');
});
