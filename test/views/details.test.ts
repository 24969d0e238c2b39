import { expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { details } from '../../src/views/details.ts';
import { picture, run } from '../support/build.ts';

const shown = (finding: Finding): string => {
  const reported = [{ check: 'disk-space', status: finding.status, findings: [finding], tookMs: 3 }];
  const checks = [{ id: 'disk-space', title: 'Disk space' }];
  return JSON.stringify(details(picture({ run: run({ kind: 'checklist' }), title: 'Health', checks, reported })).blocks);
};
const full = { summary: 'Disk is 91 % used.', measure: { value: 91, unit: 'percent' } } as const;

test('what is bad says its limits and where they are set', () => {
  expect(shown({ ...full, status: 'warn', threshold: { warn: 90, critical: 95, from: 'default' } })).toContain(
    '_limits: warn 90 %, critical 95 %, the defaults of `checks.disk-space`_',
  );
  expect(shown({ ...full, status: 'critical', threshold: { warn: 80, critical: 85, from: 'bigshot.yml' } })).toContain(
    '_limits: warn 80 %, critical 85 %, from `checks.disk-space` in bigshot.yml_',
  );
});

test('what is good, or was found before sources were noted, says nothing of limits', () => {
  expect(shown({ ...full, status: 'ok', threshold: { warn: 95, critical: 98, from: 'default' } })).not.toContain('limits');
  expect(shown({ ...full, status: 'warn', threshold: { warn: 90, critical: 95 } })).not.toContain('limits');
});
