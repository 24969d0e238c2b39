import { expect, test } from 'vitest';
import { formatDate } from '../../../../sandbox/slack/page/dates.ts';

const unix = Date.parse('2026-11-22T23:30:00Z') / 1000;

test.each([
  { format: '{date_num}', now: '2026-11-23T10:00:00Z', zone: 'UTC', shown: '2026-11-22' },
  { format: '{date_num}', now: '2026-11-23T10:00:00Z', zone: 'Europe/Berlin', shown: '2026-11-23' },
  { format: 'since {date_short_pretty}', now: '2026-11-23T10:00:00Z', zone: 'UTC', shown: 'since yesterday' },
  { format: 'since {date_short_pretty}', now: '2026-11-23T10:00:00Z', zone: 'Europe/Berlin', shown: 'since today' },
  { format: '{ago} {unknown}', now: '2026-11-23T10:30:00Z', zone: 'UTC', shown: '11 hours ago {unknown}' },
])('$format in $zone is "$shown"', ({ format, now, zone, shown }) => {
  expect(formatDate(unix, format, new Date(now), zone)).toBe(shown);
});
