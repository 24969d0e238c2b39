import { array, assert, constantFrom, integer, oneof, property, string, stringMatching } from 'fast-check';
import { expect, test } from 'vitest';
import { cut, escape, foreign, foreignCode, plain } from '../../src/lib/foreign.ts';
import { effortOf } from '../support/in-time.ts';

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

/** Where secrets stand in logs, configurations, commands and answers. */
const carriers: readonly ((secret: string) => string)[] = [
  (secret) => `LOG:  statement: ALTER ROLE bob WITH PASSWORD '${secret}'`,
  (secret) => `CREATE USER bob WITH LOGIN ENCRYPTED PASSWORD E'${secret}' VALID UNTIL 'infinity';`,
  (secret) => `alter role bob password $$${secret}$$`,
  (secret) => `alter role bob\n  password\n  '${secret}'`,
  (secret) => `{"message":"ALTER ROLE bob PASSWORD '${secret}'"}`,
  (secret) => `{"message":"ALTER ROLE bob PASSWORD \\"${secret}\\""}`,
  (secret) => `CREATE USER 'bob'@'%' IDENTIFIED BY '${secret}'`,
  (secret) => `CREATE USER bob IDENTIFIED BY ${secret};`,
  (secret) => `create user bob identified with caching_sha2_password by '${secret}'`,
  (secret) => `PASSWORD 'one''${secret}'`,
  (secret) => `requirepass ${secret}`,
  (secret) => `CONFIG SET requirepass "${secret}"`,
  (secret) => `"CONFIG" "SET" "requirepass" "${secret}"`,
  (secret) => `masterauth ${secret}`,
  (secret) => `redis-server --requirepass ${secret}`,
  (secret) => `redis-cli -h redis -p 6379 -a ${secret} ping`,
  (secret) => `AUTH ${secret}`,
  (secret) => `AUTH default ${secret}`,
  (secret) => `1700000000.1 [0 10.0.0.1:5000] "AUTH" "default" "${secret}"`,
  (secret) => `"auth" "${secret}"`,
  (secret) => `AUTH in-${secret}`,
  (secret) => `HELLO 3 AUTH default ${secret}`,
  (secret) => `db_pass=${secret}`,
  (secret) => `DBPASS=${secret}`,
  (secret) => `SMTP_PASS_PROD: ${secret}`,
  (secret) => `{"user":"bob","pass":"${secret}"}`,
  (secret) => `{'user': 'bob', 'pass': '${secret}'}`,
  (secret) => `passphrase: ${secret}`,
  (secret) => `passphrase: correct horse ${secret} staple`,
  (secret) => `passcode=${secret}`,
  (secret) => `pin: ${secret}`,
  (secret) => `--password ${secret}`,
  (secret) => `--password "two ${secret}"`,
  (secret) => `['mysqldump', '--password', '${secret}']`,
  (secret) => `curl -s -u admin:${secret} https://x`,
  (secret) => `wss://wss-primary.slack.com/link/?ticket=${secret}&app_id=1`,
  (secret) => `https://x/y?a=1&sig=${secret}&b=2`,
  (secret) => `session=${secret}; Path=/`,
  (secret) => `"session": "${secret}"`,
  (secret) => `sessionid=${secret}`,
  (secret) => `PHPSESSID=${secret}`,
  (secret) => `Cookie: theme=dark; sid=${secret}; lang=en`,
  (secret) => `ghp_${secret}${secret}`,
  (secret) => `gho_${secret}${secret}`,
  (secret) => `github_pat_${secret}_${secret}`,
  (secret) => `glpat-${secret}-${secret}`,
  (secret) => `sk-proj-${secret}-${secret}`,
  (secret) => `sk_live_${secret}${secret}`,
  (secret) => `AIza${secret}${secret}`,
  (secret) => `xoxe.xoxp-1-${secret}`,
  (secret) => `xoxe-1-${secret}`,
];

test('a secret in any of many carriers never comes out', () => {
  const secret = stringMatching(/^Q7z[A-Za-z0-9]{7,40}$/);
  const before = constantFrom('', ' ', '2026-11-20 10:00:00 UTC [12] ', 'INFO app: ', '{"line": "', '(', '\n', 'a word ');
  const after = constantFrom('', ' ', '\n', ' LOGIN', ')', ' and more text', '"}');

  assert(
    property(before, constantFrom(...carriers), secret, after, (before, carrier, secret, after) => {
      const text = `${before}${carrier(secret)}${after}`;

      expect(foreign(text)).not.toContain(secret);
      expect(plain(text)).not.toContain(secret);
    }),
    { numRuns: 3000 },
  );
});

test('each carrier alone is masked', () => {
  const leaks = carriers.map((carrier) => carrier('hunter22hunter22')).filter((text) => plain(text).includes('hunter22hunter22'));

  expect(leaks).toEqual([]);
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
  ['FATAL: password authentication failed for user "bob"'],
  ['passed 12 checks, 3 passed: all'],
  ['tests passed: 12, pass_rate=0.9'],
  ['session 12 ended'],
  ['open sessions: 3, session: idle'],
  ['compass: north'],
  ['bypass=true'],
  ['ping: 3 ms, pinned: 2'],
  ['NOAUTH Authentication required.'],
  ['AUTH failed for bob'],
  ['requirepass is not set'],
  ['see ticket: OPS-1234567890'],
  ['rows are identified by their name'],
  ['unexpected token "x" at position 4'],
  ['task-12345678901234567890 and sk-learn-contrib-package'],
  ['exit code=3'],
  ['the key of the lock is jobs'],
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

test('hostile text of a megabyte is masked in a moment', async () => {
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
    'pass',
    'pass_',
    'session=',
    'session: ',
    'AUTH ',
    'PASSWORD ',
    "''",
    '--a',
    'curl ',
    'cookie:',
    'sk-',
    '?sig=',
  ];

  const effortMs = await effortOf(() => pieces.forEach((piece) => plain(piece.repeat(1_000_000 / piece.length))));

  expect(effortMs).toBeLessThan(5000);
}, 20_000);
