import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commands } from '../../src/commands/index.ts';
import { parseLine, straighten } from '../../src/core/line.ts';

/** The command that a line names, with its options; or why it is none. */
function read(line: string): unknown {
  const parsed = parseLine(line, commands);
  return parsed.is === 'command' ? { [parsed.command.id]: parsed.options } : parsed.why;
}

test.each([
  ['health', { health: {} }],
  ['HEALTH', { health: {} }],
  ['  health  ', { health: {} }],
  ['health --env prod', { health: { env: 'prod' } }],
  ['health —detailed', { health: { detailed: true } }],
  ['health --env=prod', { health: { env: 'prod' } }],
  ['health —env prod', { health: { env: 'prod' } }],
  ['health –env prod', { health: { env: 'prod' } }],
  ['health –-env prod', { health: { env: 'prod' } }],
  ['health -–env prod', { health: { env: 'prod' } }],
  ['health\u00A0—env\u00A0prod', { health: { env: 'prod' } }],
  ['Backup List', { 'backup list': {} }],
  ['backup verify nightly', { 'backup verify': { name: 'nightly' } }],
  ['log add “disk is full”', { 'log add': { text: 'disk is full' } }],
  ['log add „Platte voll“', { 'log add': { text: 'Platte voll' } }],
  ['log add «disque plein»', { 'log add': { text: 'disque plein' } }],
  ['log add disk is full', { 'log add': { text: 'disk is full' } }],
  ['log add "a &lt;b&gt; &amp; c"', { 'log add': { text: 'a <b> & c' } }],
  ['log add &amp;lt;b', { 'log add': { text: '&lt;b' } }],
  ["log add 'in single quotes'", { 'log add': { text: 'in single quotes' } }],
  ['restore latest —reason “dana’s mistake” —env prod', { restore: { backup: 'latest', reason: "dana's mistake", env: 'prod' } }],
  ['approve 482 7F3A', { approve: { run: 482, plan: '7F3A' } }],
  ['help', { help: {} }],
  ['help backup create', { help: { subject: 'backup create' } }],
])('%s is understood', (line, meaning) => {
  expect(read(line)).toEqual(meaning);
});

test.each([
  ['logs app --since 3 days --env prod', { 'logs app': { since: '3 days', env: 'prod' } }],
  ['logs app --since=3 days', { 'logs app': { since: '3 days' } }],
  ['restore latest --reason the disk was full', { restore: { backup: 'latest', reason: 'the disk was full' } }],
  ['restart --reason stuck backend', { restart: { service: 'backend', reason: 'stuck' } }],
  ['freeze the fair is on --until next friday', { freeze: { reason: 'the fair is on', until: 'next friday' } }],
  ['freeze --until friday the fair is on', { freeze: { reason: 'the fair is on', until: 'friday' } }],
])('the value of an option needs no quotation marks: %s', (line, meaning) => {
  expect(read(line)).toEqual(meaning);
});

test.each([
  ["log add dana's note --env prod", { 'log add': { text: "dana's note", env: 'prod' } }],
  ['log add dana’s note and alex’s note', { 'log add': { text: "dana's note and alex's note" } }],
  ["log add the users' rows are gone", { 'log add': { text: "the users' rows are gone" } }],
  ["log add l'été", { 'log add': { text: "l'été" } }],
])('an apostrophe is no quotation mark: %s', (line, meaning) => {
  expect(read(line)).toEqual(meaning);
});

test.each([
  ['helth', '/bigshot health'],
  ['helth --detailed', '/bigshot health'],
  ['backup craete', '/bigshot backup create'],
  ['bakcup list', '/bigshot backup list'],
  ['aprove 482 7f3a', '/bigshot approve'],
  ['restor latest', '/bigshot restore'],
])('%s gets the nearest right command', (line, nearest) => {
  expect(read(line)).toContain(`Did you mean \`${nearest}`);
});

test.each(['reboot celery', 'moon phase', 'coffee please', 'insurance "x"', '<!channel> help', 'silence', 'redo 482'])(
  '%s is near to nothing: no command is named but the way to see all',
  (line) => {
    const parsed = parseLine(line, commands);

    expect(parsed).toMatchObject({ is: 'wrong', next: 'help', why: expect.stringMatching(/^There is no command `.*`\. `help` shows all/) });
  },
);

test.each(['restroe latest', 'dney 482 7f3a', 'cancle 482', 'abandno 482', 'nudo 482', 'appprovee 482 7f3a', 'rezume5 482'])(
  'what decides or throws away is never offered for a slip of more than one letter: %s',
  (line) => {
    expect(read(line)).not.toContain('Did you mean');
  },
);

test('a wrong verb gets those that there are', () => {
  expect(parseLine('backup prune', commands)).toEqual({
    is: 'wrong',
    why: 'There is no command `backup prune`. There are: `backup create`, `backup list`, `backup review`, `backup status`, `backup verify`.',
    next: 'help backup',
  });
});

test.each([
  ['health --colour red', 'no option `--colour` here. Allowed: --detailed, --env'],
  ['show 5 --env prod', 'no option `--env` here. It takes no options.'],
  ['health --env', 'Option `--env` needs a value.'],
  ['runs --env --public', 'Option `--env` needs a value.'],
  ['runs --public=yes', 'Option `--public` takes no value.'],
  ['restore', '<backup> is missing'],
  ['approve 482', '<plan> is missing'],
  ['show abc', 'run: is a number'],
  ['show 4.5', 'run'],
  ['approve 482 zzzz', 'plan: is the 4 characters'],
  ['health now please', '`now please` is more than this takes.'],
  ['health --detailed now', '`now` is more than this takes.'],
  ['restore ../../etc/passwd', 'is no path'],
  ['restore /etc/passwd', 'is no path'],
  ['backup create --name ../up', 'is no path'],
  ['backup create --name latest', 'name: `latest` means the newest verified backup wherever one is named: choose another name.'],
  [`backup create --name ${'x'.repeat(101)}`, 'name: has more than 100 characters.'],
  [`restore ${'x'.repeat(101)}`, 'backup: has more than 100 characters.'],
  ['log add "never closed', 'A quotation mark is not closed.'],
  ['log add “never closed', 'A quotation mark is not closed.'],
  ['log export', 'is `list`, `add` or `verify`'],
])('%s is refused with what is wrong', (line, words) => {
  expect(read(line)).toContain(words);
});

test('a refusal names the usage of the command', () => {
  expect(read('restore')).toContain('Usage: `/bigshot restore <backup or latest>');
});

test('a line of nothing but spaces asks for help', () => {
  expect(read('\u00A0 ')).toEqual({ help: {} });
});

test.each(['restore latest --__proto__ x', 'log add --constructor x', 'show __proto__', '__proto__', 'constructor', 'toString list'])(
  'names of the language are no commands and no options: %s',
  (line) => {
    expect(parseLine(line, commands).is).toBe('wrong');
  },
);

test('a long wrong word is shown in short', () => {
  const why = parseLine(`${'x'.repeat(5000)} y`, commands);

  expect(why).toMatchObject({ is: 'wrong' });
  expect(JSON.stringify(why).length).toBeLessThan(400);
});

test('a dash inside a word stays a dash', () => {
  expect(straighten('backup create --name a–b')).toBe('backup create --name a–b');
});

const typed = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.constantFrom(
        ...commands.map(({ id }) => id),
        '--env',
        '—env',
        '"',
        '“',
        '’',
        '=',
        '--',
        '-5',
        '&lt;',
        '<!channel>',
        '\u00A0',
        '`',
        '482',
      ),
    )
    .map((words) => words.join(' ')),
);

test('whatever is typed gets an answer and never a throw', () => {
  fc.assert(
    fc.property(typed, (line) => void expect(['command', 'wrong']).toContain(parseLine(line, commands).is)),
    { numRuns: 1000 },
  );
});

test('what was typed cannot break out of the code style in which it is shown', () => {
  fc.assert(
    fc.property(typed, (line) => {
      const parsed = parseLine(`${line} zz\`*!\``, commands);

      expect(parsed.is === 'wrong' && parsed.why.includes('zz`*')).toBe(false);
    }),
    { numRuns: 300 },
  );
});
