import { array, assert, constantFrom, integer, oneof, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { cut, escape, foreign, foreignCode, plain } from '../../src/lib/foreign.ts';

// Built from pieces, so that no scanner takes a made-up secret for a real one.
const jwt = ['eyJhbGciOiJIUzI1NiJ9', 'eyJzdWIiOiIxIn0', 'c2lnbmF0dXJl'].join('.');
const slackToken = ['xoxb', '123456789012', 'abcdefABCDEF'].join('-');
const anyText = string({ unit: 'grapheme', maxLength: 300 });
const hostileText = array(
  oneof(
    anyText,
    constantFrom('<!channel>', '<@U123>', '<https://x|y>', '&amp;', '`', '```', '\u202E', '\u200B', '\n', '\0', '…', '👩‍👩‍👧', '\uD83D'),
  ),
).map((parts) => parts.join(''));

test('no mention, link or date of Slack survives, whatever surrounds it', () => {
  assert(
    property(hostileText, integer({ min: 1, max: 600 }), (text, limit) => {
      const safe = foreign(text, limit);

      expect(safe).not.toMatch(/[<>]/);
    }),
  );
});

test('every ampersand begins one of the three entities, so none was cut', () => {
  assert(
    property(hostileText, integer({ min: 1, max: 40 }), (text, limit) => {
      expect(foreign(text, limit).replaceAll(/&(?:amp|lt|gt);/g, '')).not.toContain('&');
    }),
  );
});

test('at most `limit` characters are left, counted before escaping', () => {
  assert(
    property(hostileText, integer({ min: 1, max: 60 }), (text, limit) => {
      const shown = foreign(text, limit).replaceAll(/&(?:amp|lt|gt);/g, '.');

      expect(Array.from(shown).length).toBeLessThanOrEqual(limit);
    }),
  );
});

test('no half of a character is left over by a cut', () => {
  assert(
    property(string({ unit: 'grapheme-composite', maxLength: 80 }), integer({ min: 1, max: 40 }), (text, limit) => {
      expect(cut(text, limit)).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    }),
  );
});

test('code style is one line that ends where it should', () => {
  assert(
    property(hostileText, (text) => {
      const code = foreignCode(text);

      expect(code === '' || /^`[^`\n\r]+`$/.test(code)).toBe(true);
    }),
  );
});

test('a secret does not survive wherever it stands', () => {
  const secret = 'S3cr3tValue99';
  const assignment = constantFrom(
    `password=${secret}`,
    `PASSWORD: ${secret}`,
    `"password": "${secret}"`,
    `'api_key': '${secret}'`,
    `DB_PASSWORD=${secret}`,
    `postgres://bigshot:${secret}@db:5432/x`,
    `redis://:${secret}@redis:6379/0`,
    `Authorization: Bearer ${secret}`,
    `SECRET_KEY=${secret}`,
  );
  const around = string({ unit: constantFrom(' ', 'a', 'Z', '1', '.', ',', '(', '\n', '-', '&', '<'), maxLength: 40 });

  assert(
    property(around, assignment, around, (before, middle, after) => {
      expect(foreign(`${before} ${middle} ${after}`)).not.toContain(secret);
      expect(plain(`${before} ${middle} ${after}`)).not.toContain(secret);
    }),
  );
});

test.each([
  ['a token of Slack', slackToken, slackToken],
  ['a JSON web token', `token ${jwt}`, jwt],
  ['a web hook', 'https://hooks.slack.com/services/T0/B0/abcdefgh', 'abcdefgh'],
  ['the PIN of the debugger', ' * Debugger PIN: 123-456-789', '123-456-789'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIabc\n-----END RSA PRIVATE KEY-----', 'MIIabc'],
  ['a private key without its end', '-----BEGIN PRIVATE KEY-----\nMIIabc', 'MIIabc'],
  ['a password with a quote in it', `password="a\\"b c"`, 'b c'],
  ['a password that is only a number', 'pwd=12345678', '12345678'],
  ['a password with an at sign in an address', 'postgres://u:p@ss@db/x', 'ss@'],
  ['a secret hidden behind an invisible character', 'pass\u200Bword=hunter22', 'hunter22'],
  ['a password with dots', 'password=hunter.22.x', 'hunter'],
  ['a basic login', 'Authorization: Basic dXNlcjpwYXNz', 'dXNlcjpwYXNz'],
  ['a cookie', 'Set-Cookie: session=abc.def; Path=/', 'abc.def'],
  ['an option of a command', 'mysql --password hunter22', 'hunter22'],
  ['a parameter of an address', 'GET /x?access_token=hunter22&y=1', 'hunter22'],
  ['an environment in JSON', '{"AWS_SECRET_ACCESS_KEY":"hunter22/abc"}', 'hunter22'],
])('%s is masked', (_, text, secret) => {
  expect(plain(text)).not.toContain(secret);
  expect(foreign(text)).not.toContain(secret);
});

test.each([
  ['Job 4711 failed: HTTPError: 429 Too Many Requests'],
  ['primary key jobs_pkey violated'],
  ['3 tokens left in the queue'],
  ['the password was changed yesterday'],
])('harmless text stays: %s', (text) => {
  expect(foreign(text)).toBe(text);
});

test('a cut never leaves the beginning of a secret', () => {
  const text = `${'x'.repeat(10)} password=hunter22hunter22`;

  for (let limit = 1; limit < 60; limit += 1) expect(foreign(text, limit)).not.toContain('hunt');
});

test('control and direction marks are gone, line ends and tabs stay', () => {
  expect(plain('a\u0000b\u001B[31mc\u202Ed\u2066e\uFEFFf\ng\th')).toBe('ab[31mcdef\ng\th');
});

test('escaping is what Slack asks for', () => {
  expect(escape('<a> & &amp;')).toBe('&lt;a&gt; &amp; &amp;amp;');
});

test.each([
  ['abc', 3, 'abc'],
  ['abcd', 3, 'ab…'],
  ['👍👍👍', 3, '👍👍👍'],
  ['👍👍👍👍', 3, '👍👍…'],
  ['abc', 0, '…'],
])('%s cut to %d is %s', (text, limit, expected) => {
  expect(cut(text, limit)).toBe(expected);
});

test('hostile text of a megabyte is masked in a moment', () => {
  const pieces = [
    'a',
    'password',
    'password=',
    '"',
    'eyJaaaaaaaa.',
    'a:',
    'https://',
    'aaa.',
    '-----BEGIN PRIVATE KEY-----',
    '_key',
    'pin',
    'a-',
    '1-',
  ];
  const began = performance.now();

  for (const piece of pieces) plain(piece.repeat(1_000_000 / piece.length));

  expect(performance.now() - began).toBeLessThan(5000);
}, 20_000);
