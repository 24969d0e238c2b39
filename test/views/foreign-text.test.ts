import { expect, test } from 'vitest';
import { z } from 'zod';
import { defineCheck } from '../../src/core/check.ts';
import { runCheck } from '../../src/services/check.ts';
import { details } from '../../src/views/details.ts';
import { moment, picture } from '../support/build.ts';

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
  const absent = { absent: '' };
  const ports = {
    api: absent,
    database: absent,
    redis: absent,
    containers: absent,
    host: absent,
    services: absent,
    logs: absent,
    backups: absent,
  };
  const said = await runCheck(hostile, { ports, limits: {}, now: moment, signal: new AbortController().signal });

  const shown = JSON.stringify(details(picture({ title: 'Morning', checks: [{ id: 'a', title: 'A' }], reported: [said] })));

  expect(said.status).toBe('unknown');
  expect(shown).not.toMatch(/<!channel>|<@U0ALEX|<https|hunter2|\u202E/);
  expect(shown).toContain('&lt;!channel&gt;');
});
