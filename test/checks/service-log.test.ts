import { expect, test } from 'vitest';
import { serviceLog } from '../../src/checks/logs/service-log.ts';
import { judged } from './judged.ts';

const wrote = (lines: readonly string[], given: object = {}) => judged(serviceLog, { service: 'celery', lines, ...given })[0];
const many = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `line ${index}`);

test.each([
  ['nothing', [], {}, '`celery` wrote 0 lines in 24 h.', 0],
  ['one line', ['ready.'], {}, '`celery` wrote 1 line in 24 h.', 1],
  ['in a window that was asked for', ['ready.'], { windowMs: 3_600_000 }, '`celery` wrote 1 line in 1 h.', 1],
  ['more than is shown', many(40), {}, '`celery` wrote 40 lines in 24 h; the last 30.', 30],
])('a service that wrote %s', (_, lines, given, summary, rows) => {
  const finding = wrote(lines, given);

  expect(finding).toMatchObject({ status: 'ok', subject: 'celery', summary });
  expect(finding?.table?.rows).toHaveLength(rows);
});

test('the last lines are shown, and secrets in them are masked', () => {
  expect(wrote([...many(30), 'password=hunter2'])?.table?.rows.at(-1)).toEqual(['password=***']);
});
