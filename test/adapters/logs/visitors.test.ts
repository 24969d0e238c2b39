import { expect, test } from 'vitest';
import { createVisitors } from '../../../src/adapters/logs/visitors.ts';
import type { Visit } from '../../../src/adapters/logs/visitors.ts';

const begin = Date.UTC(2026, 10, 23, 8);
const minutes = (count: number): number => begin + count * 60_000;
const get = (path: string, ip = '203.0.113.7', status = 404): Visit => ({ at: begin, ip, method: 'GET', path, status });
const login = (minute: number, status: number, ip = '203.0.113.7'): Visit => ({
  at: minutes(minute),
  ip,
  method: 'POST',
  path: '/api/v1/auth/login',
  status,
});
const suspectsOf = (...visits: readonly Visit[]) => {
  const visitors = createVisitors();
  for (const visit of visits) visitors.take(visit);
  return visitors.result();
};
const failures = (many: number, from = 0) => Array.from({ length: many }, (_, index) => login(from + index, 401));

test.each([
  '/.env',
  '/api/../../etc/passwd',
  '/wp-login.php',
  '/.git/config',
  '/cgi-bin/test',
  '/backup.sql.gz',
  '/static/%2e%2e/x',
  '/phpMyAdmin/',
])('who asks for %s looks for a hole', (path) => {
  expect(suspectsOf(get(path))).toMatchObject([{ ip: '203.0.113.7', probes: 1, answered: 0, paths: [path] }]);
});

test.each(['/', '/api/v1/domains/example.com', '/assets/index-4f2a.js', '/environment', '/jobs/12.csv', '/api/v1/backup/status'])(
  'who asks for %s does not',
  (path) => {
    expect(suspectsOf(get(path, '203.0.113.7', 200))).toEqual([]);
  },
);

test('what was answered is told apart, and of many paths some are named', () => {
  const [suspect] = suspectsOf(get('/.env', '1.1.1.1', 200), ...['a', 'b', 'c', 'd'].map((name) => get(`/${name}.php`, '1.1.1.1')));

  expect(suspect).toEqual({ ip: '1.1.1.1', probes: 5, answered: 1, paths: ['/.env', '/a.php', '/b.php'] });
});

test('who gets in after five refused logins within an hour is the first suspect', () => {
  const [suspect] = suspectsOf(...Array.from({ length: 9 }, () => get('/.env', '2.2.2.2')), ...failures(5), login(6, 200));

  expect(suspect).toMatchObject({ ip: '203.0.113.7', entered: { failures: 5, at: new Date(minutes(6)) } });
});

test.each([
  ['after four', [...failures(4), login(5, 200)]],
  ['an hour later', [...failures(5), login(70, 200)]],
  ['from another address', [...failures(9), login(10, 200, '10.0.0.1')]],
  ['when somebody was in between', [...failures(4), login(5, 200), ...failures(4, 6), login(11, 200)]],
  ['when the server failed', [...failures(9), login(10, 500)]],
])('%s nobody is one', (_, visits) => {
  expect(suspectsOf(...visits)).toEqual([]);
});

test('a flood of addresses takes no more memory than there is for it', () => {
  const suspects = suspectsOf(
    ...Array.from({ length: 20_000 }, (_, index) => get('/.env', `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`)),
  );

  expect(suspects).toHaveLength(20);
});
