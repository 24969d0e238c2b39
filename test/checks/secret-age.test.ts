import { expect, test } from 'vitest';
import { secretAge } from '../../src/checks/secret-age.ts';
import type { SecretFile } from '../../src/ports/secret-files.ts';
import { judged, seen } from './judged.ts';

const now = new Date('2026-11-23T08:00:00Z');
const path = '/srv/bigshot/.env';
const file = (days: number, isOpen = false): SecretFile => ({
  is: 'file',
  path,
  changedAt: new Date(now.getTime() - days * 86_400_000 - 1000),
  isOpen,
});

test.each<[string, SecretFile, string, string]>([
  ['of today', file(0), 'ok', '`/srv/bigshot/.env` was written today; whether its secrets were renewed then is not known.'],
  ['of last month', file(30), 'ok', '`/srv/bigshot/.env` was written 30 days ago; whether its secrets were renewed then is not known.'],
  [
    'of last quarter',
    file(100),
    'warn',
    '`/srv/bigshot/.env` was not written for 100 days (warn 100 days): its secrets are at least that old.',
  ],
  [
    'of last year',
    file(500),
    'critical',
    '`/srv/bigshot/.env` was not written for 500 days (limit 400 days): its secrets are at least that old.',
  ],
  [
    'that everybody may read',
    file(1, true),
    'warn',
    '`/srv/bigshot/.env` may be read by every user of the host, and was written 1 day ago; whether its secrets were renewed then is not known.',
  ],
  [
    'that is not there',
    { is: 'missing', path },
    'unknown',
    'Age of secrets: unknown, `/srv/bigshot/.env` is not there (moved, not mounted?).',
  ],
  [
    'that cannot be looked at',
    { is: 'unreadable', path, why: 'its disk is gone' },
    'unknown',
    'Age of secrets: unknown, its disk is gone.',
  ],
])('a file with secrets %s', (_, one, status, summary) => {
  expect(seen(judged(secretAge, { files: [one], now }))).toEqual([[status, summary]]);
});

test('one that is old and open stays critical', () => {
  expect(judged(secretAge, { files: [file(500, true)], now })[0]).toMatchObject({ status: 'critical', subject: path });
});
