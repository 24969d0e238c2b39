import { expect, test } from 'vitest';
import { createLogins } from '../../../src/adapters/logs/logins.ts';

test('the two lines of an attempt count once', () => {
  const { failedLogins } = counted(
    [0, ...attempt('admin', '10.0.0.1')],
    [1, ...attempt('admin', '10.0.0.1')],
    [2, ...attempt('root', '10.0.0.2')],
  );

  expect(failedLogins).toEqual([
    { user: 'admin', ip: '10.0.0.1', count: 2 },
    { user: 'root', ip: '10.0.0.2', count: 1 },
  ]);
});

test('an attempt of which only one line is left counts as well', () => {
  const { failedLogins } = counted([0, 'AUTH FAILED: user=a, ip=1.1.1.1'], [1, 'Login failed for user: b, IP: 1.1.1.1']);

  expect(failedLogins.map(({ user, count }) => [user, count])).toEqual([
    ['a', 1],
    ['b', 1],
  ]);
});

test.each([
  ['an address of its own', 'AUTH FAILED: user=x, ip=9.9.9.9, ip=10.0.0.1', 'x, ip=9.9.9.9'],
  ['a mention', 'AUTH FAILED: user=<!channel>, ip=10.0.0.1', '<!channel>'],
  ['a megabyte', `AUTH FAILED: user=${'u'.repeat(1_000_000)}, ip=10.0.0.1`, 'u'.repeat(64)],
  ['nothing', 'AUTH FAILED: user=, ip=10.0.0.1', ''],
])('a name with %s does not hide the address', (_, message, user) => {
  const { failedLogins } = counted([0, message]);

  expect(failedLogins).toEqual([{ user, ip: '10.0.0.1', count: 1 }]);
});

test.each(['SECURITY WARNING: Change the default password', 'said "AUTH FAILED: user=x, ip=1.1.1.1"', 'AUTH FAILED: nothing else'])(
  '"%s" is no attempt',
  (message) => {
    expect(counted([0, message]).failedLogins).toEqual([]);
  },
);

test('names of one address within ten minutes are counted once each, and not those of half an hour', () => {
  const guess = (second: number, user: string, ip = '1.1.1.1'): readonly [number, string] => [
    second,
    `AUTH FAILED: user=${user}, ip=${ip}`,
  ];

  const { sprays } = counted(
    ...['a', 'a', 'b', 'c', 'b'].map((user, index) => guess(index * 60, user)),
    ...['d', 'e'].map((user) => guess(1000, user)),
    ...['a', 'b', 'c', 'd'].map((user, index) => guess(index * 700, user, '2.2.2.2')),
  );

  expect(sprays).toEqual([
    { ip: '1.1.1.1', users: 3, until: new Date(180_000) },
    { ip: '2.2.2.2', users: 1, until: new Date(0) },
  ]);
});

test('the worst ten minutes are found for each address, over all names', () => {
  const slow = Array.from({ length: 12 }, (_, index): readonly [number, string] => [
    index * 600,
    `AUTH FAILED: user=u${index}, ip=1.1.1.1`,
  ]);
  const quick = Array.from({ length: 7 }, (_, index): readonly [number, string] => [
    9000 + index * 60,
    `AUTH FAILED: user=u${index}, ip=2.2.2.2`,
  ]);

  const { loginPeaks } = counted(...slow, ...quick);

  expect(loginPeaks).toEqual([
    { ip: '2.2.2.2', attempts: 7, until: new Date(9360_000) },
    { ip: '1.1.1.1', attempts: 1, until: new Date(0) },
  ]);
});

test('so many names that they were made to fill the memory are counted together', () => {
  const many = Array.from({ length: 20_000 }, (_, index): readonly [number, string] => [index, `AUTH FAILED: user=${index}, ip=1.1.1.1`]);

  const { failedLogins } = counted(...many);

  expect(failedLogins.length).toBeLessThanOrEqual(10_001);
  expect(failedLogins[0]).toEqual({ user: '(more names)', ip: '1.1.1.1', count: 10_000 });
});

function attempt(user: string, ip: string): readonly string[] {
  return [`AUTH FAILED: user=${user}, ip=${ip}`, `Login failed for user: ${user}, IP: ${ip}`];
}

function counted(...lines: readonly (readonly [number, ...(readonly string[])])[]): ReturnType<ReturnType<typeof createLogins>['result']> {
  const logins = createLogins();
  for (const [second, ...messages] of lines) {
    for (const message of messages) logins.take({ at: second * 1000, level: 'WARNING', logger: 'bigshot.auth', message });
  }
  return logins.result();
}
