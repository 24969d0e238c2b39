import { expect, test } from 'vitest';
import type { Finding, Status } from '../../src/core/finding.ts';
import type { RunPicture } from '../../src/services/picture.ts';
import { checklistCard } from '../../src/views/checklist.ts';
import { details } from '../../src/views/details.ts';
import { report } from '../../src/views/report.ts';
import type { Reported } from '../../src/store/findings.ts';
import { worst } from '../../src/core/finding.ts';
import { moment, picture, run } from '../support/build.ts';
import { buttonsOf, objectionsTo, textsOf } from '../support/pictures.ts';

const finding = (status: Status, summary = `It is ${status}.`, given: Partial<Finding> = {}): Finding => ({ status, summary, ...given });
const reported = (check: string, ...findings: readonly Finding[]): Reported => ({ check, status: worst(findings), findings, tookMs: 12 });
const checklist = (given: Partial<RunPicture> & { readonly reported: readonly Reported[] }): RunPicture =>
  picture({
    run: run({
      kind: 'checklist',
      state: 'ended',
      outcome: 'succeeded',
      plan: null,
      digest: null,
      startedAt: moment,
      endedAt: new Date(moment.getTime() + 1100),
    }),
    title: 'Morning checklist',
    checks: given.reported.map(({ check }) => ({ id: check, title: check })),
    ...given,
  });
const many = Array.from({ length: 200 }, (_, index) =>
  finding(index % 2 === 0 ? 'warn' : 'critical', `${'🔴 ä & "quoted" text '.repeat(30)}${index}`, {
    evidence: Array.from({ length: 20 }, () => 'x'.repeat(900)),
    remedies: [
      { kind: 'line', label: 'Look at the newest runs of this environment, all of them, please, now, and once more', line: 'runs' },
    ],
  }),
);

test('a bad day says the counts first, the worst first, and then each finding the same way', () => {
  const card = checklistCard(
    checklist({
      reported: [
        reported('a', finding('ok')),
        reported('b', finding('warn')),
        reported('c', finding('unknown')),
        reported('d', finding('critical')),
      ],
    }),
  );

  const [verdict, ...rest] = textsOf(card);
  expect(verdict).toMatch(/Morning checklist · prod[^]*🔴 1 critical +🟡 1 warn +⚪ 1 unknown +🟢 1 ok/);
  expect(rest.slice(0, 3)).toEqual(['🔴 *critical* It is critical.', '🟡 *warn* It is warn.', '⚪ *unknown* It is unknown.']);
  expect(objectionsTo(card)).toEqual([]);
});

test.each([
  ['critical', '🔴'],
  ['warn', '🟡'],
  ['unknown', '⚪'],
  ['ok', '🟢'],
  ['skipped', '⏭'],
] as const)('%s is said by its word and its mark, never by its colour alone', (status, mark) => {
  const whole = details(checklist({ reported: [reported('a', finding(status))] }));

  expect(textsOf(whole)[0]).toContain(`${mark} ${status} · It is ${status}.`);
});

test('the notification alone says how bad it is and what', () => {
  const card = checklistCard(
    checklist({ reported: [reported('a', finding('critical', 'Backup 53 h old.')), reported('b', finding('warn', 'No worker.'))] }),
  );

  expect(card.text).toBe('Morning checklist prod: 1 critical, 1 warn: Backup 53 h old. No worker.');
});

test('a good day is one line and a footer', () => {
  const card = checklistCard(checklist({ reported: [reported('a', finding('ok')), reported('b', finding('skipped'))] }));

  expect(textsOf(card)).toHaveLength(2);
  expect(textsOf(card)[0]).toContain('🟢');
  expect(textsOf(card)[0]).toContain('1 skipped');
  expect(card.text).toContain('ok');
});

test('a day on which nothing could be looked at is not good', () => {
  const card = checklistCard(checklist({ reported: [reported('a', finding('skipped'))] }));

  expect(JSON.stringify(card)).not.toContain('🟢');
});

test('what is new and what recovered is said against the last time', () => {
  const before = [reported('a', finding('ok')), reported('b', finding('critical'))];

  const card = checklistCard(checklist({ reported: [reported('a', finding('warn')), reported('b', finding('ok'))], before }));

  expect(textsOf(card)[0]).toContain('since the last time new: a; recovered: b');
});

test('a late digest says so', () => {
  const late = { ...checklist({ reported: [reported('a', finding('ok'))] }) };

  const card = checklistCard({ ...late, run: { ...late.run, lateFor: moment } });

  expect(textsOf(card).join()).toContain('Late: it was due');
  expect(card.text).toBe('Morning checklist prod, late: all ok. It is ok.');
});

test('a late digest of a bad day says so in its notification, too', () => {
  const bad = checklist({ reported: [reported('a', finding('critical', 'No worker.'))] });

  expect(checklistCard({ ...bad, run: { ...bad.run, lateFor: moment } }).text).toBe('Morning checklist prod, late: 1 critical: No worker.');
});

test('that nothing can be looked at any more is a change', () => {
  const card = checklistCard(checklist({ reported: [reported('a', finding('skipped'))], before: [reported('a', finding('ok'))] }));

  expect(textsOf(card)[0]).toContain('It is skipped.   ·   since the last time no longer looked at: a');
});

test('while it runs the card counts what has answered, and what is bad is there already', () => {
  const under = checklist({
    reported: [reported('a', finding('critical'))],
    run: run({ state: 'running', kind: 'checklist' }),
    checks: [
      { id: 'a', title: 'A' },
      { id: 'b', title: 'B' },
    ],
  });

  const card = checklistCard(under);

  expect(textsOf(card)[0]).toContain('1 of 2 checks have answered');
  expect(textsOf(card)[1]).toContain('*critical*');
});

test('a check that nobody took is unknown and not green', () => {
  const held = checklist({ reported: [], run: run({ state: 'ready', kind: 'checklist', held: 'no worker of prod is alive' }) });

  const card = checklistCard(held);

  expect(textsOf(card)[0]).toContain('⚪ unknown: no worker of prod is alive');
  expect(card.text).toBe('Morning checklist prod: unknown, no worker of prod is alive');
});

test('the button beside a finding is a line that the bot understands', () => {
  const cure = finding('warn', 'Old.', {
    remedies: [
      { kind: 'line', label: 'Back up', line: 'backup create' },
      { kind: 'advice', text: 'Look at the disk.' },
    ],
  });

  const card = checklistCard(checklist({ reported: [reported('a', cure)] }));

  expect(buttonsOf(card)).toEqual([{ label: 'Back up', line: 'backup create --env prod' }]);
  expect(textsOf(card).join()).toContain('_Look at the disk._');
  expect(objectionsTo(card)).toEqual([]);
});

test.each([
  ['card', checklistCard],
  ['details', details],
  ['list', report],
] as const)('two hundred findings of one check stay within Slack’s limits: %s', (_, view) => {
  const drawn = view(checklist({ reported: [reported('a', ...many)] }));

  expect(drawn && objectionsTo(drawn)).toEqual([]);
});

test.each([
  ['card', checklistCard],
  ['details', details],
  ['list', report],
] as const)('two hundred checks stay within Slack’s limits: %s', (_, view) => {
  const drawn = view(checklist({ reported: many.map((one, index) => reported(`check-${index}`, one)) }));

  expect(drawn && objectionsTo(drawn)).toEqual([]);
});

test('what does not fit is counted and not dropped in silence', () => {
  const short = Array.from({ length: 200 }, (_, index) => finding('warn', `Number ${index}: ${'x'.repeat(150)}.`));

  const shown = textsOf(checklistCard(checklist({ reported: [reported('a', ...short)] }))).join('\n');
  const whole = textsOf(details(checklist({ reported: [reported('a', ...short)] }))).join('\n');

  expect(shown).toContain('🟡 200 warn');
  expect(shown).toMatch(/… and \d+ more/);
  expect(whole).toMatch(/… and \d+ more/);
});

test.each([
  [1, 'Morning checklist: what the check said'],
  [3, 'Morning checklist: what all 3 checks said'],
])('the details of %d say whose they are', (checks, text) => {
  expect(details(checklist({ reported: Array.from({ length: checks }, (_, index) => reported(`c${index}`, finding('ok'))) })).text).toBe(
    text,
  );
});

const asDetailed = (given: Parameters<typeof checklist>[0]): RunPicture => {
  const plain = checklist(given);
  return { ...plain, run: { ...plain.run, input: { detailed: true } } };
};
const mixed = [
  reported('a', finding('ok', 'Disk is 41 % used.')),
  reported('b', finding('warn', 'Load is 2.')),
  reported('c', finding('skipped', 'No host.')),
];

test('a detailed card shows what is well with its value, below what is not', () => {
  const card = checklistCard(asDetailed({ reported: mixed }));

  expect(textsOf(card).slice(1, 3)).toEqual(['🟡 *warn* Load is 2.', '🟢 ok · Disk is 41 % used.\n⏭ skipped · No host.']);
  expect(objectionsTo(card)).toEqual([]);
});

test('a detailed card of a good day says each value once', () => {
  const card = checklistCard(asDetailed({ reported: [reported('a', finding('ok', 'Disk is 41 % used.'))] }));

  expect(
    textsOf(card)
      .join('\n')
      .match(/41 % used/g),
  ).toHaveLength(1);
});

test('a card that is not detailed leaves what is well to the thread', () => {
  expect(textsOf(checklistCard(checklist({ reported: mixed }))).join()).not.toContain('41 % used');
});

test('a single check that finds much is shown whole, since its card is all that there is', () => {
  const disks = Array.from({ length: 5 }, (_, index) => finding('ok', `Disk ${index} is 41 % used.`));
  const one = checklist({ reported: [reported('disk-space', ...disks)] });

  const card = checklistCard({ ...one, run: { ...one.run, kind: 'check' } });

  expect(textsOf(card).join()).toContain('Disk 4 is 41 % used.');
});

test('two hundred findings stay within Slack’s limits in detail, too', () => {
  const calm = Array.from({ length: 200 }, (_, index) => finding('ok', `${'x'.repeat(300)} ${index}`));

  expect(objectionsTo(checklistCard(asDetailed({ reported: [reported('a', ...many, ...calm)] })))).toEqual([]);
});
