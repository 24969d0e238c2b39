import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ConfigError, readConfig } from '../src/config.ts';
import { defineCheck } from '../src/core/check.ts';
import type { Definitions } from '../src/core/definitions.ts';
import { definitions, definitionsWith } from '../src/registry.ts';

const whole = `
slack: { channels: { ops: C012ABCDEF } }
people: { alex: U012ABCDEF, sam: U012ABCDEG, oncall: { group: S012ABCDEF } }
environments: { prod: { channel: ops }, staging: { channel: ops } }
`;

/** What is wrong with a configuration, each mistake without its bullet. */
function mistakes(text: string, known: Definitions = definitions): readonly string[] {
  try {
    readConfig('bigshot.yml', text, known);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.replace('  • ', ''));
  }
}

test('a configuration that says only what it must is right', () => {
  expect(mistakes(whole)).toEqual([]);
});

test('mistakes of the schema and names that nobody bears come at once', () => {
  const found = mistakes(`
slack: { channels: { ops: C012ABCDEF } }
people: { alex: U012ABCDEF }
environments: { prod: { channel: opps, extra: 1 } }
policies:
  - { task: restore-bakcup, approve: [alx] }
  - { task: create-backup, environment: prdo, ask: [sam], count: none }
schedules: { daily-morning: sometimes }
`);

  expect(found).toHaveLength(8);
  expect(found.join('\n')).toContain('environments.prod.channel: “opps” is not among slack.channels (ops)');
  expect(found.join('\n')).toContain('policies.0.approve: “alx” is not among people (alex); “members” means every full member');
  expect(found.join('\n')).toContain('policies.1.environment: “prdo” is not among environments (prod)');
  expect(found.join('\n')).toContain('policies.1.ask: “sam” is not among people (alex)');
});

test('a part that cannot be read is one mistake and not many', () => {
  const found = mistakes(`
slack: { channels: { ops: C012ABCDEF } }
people: nobody
environments: 3
policies: [{ task: create-backup, environment: prod, approve: [alex] }]
`);

  expect(found.map((one) => one.split(':')[0])).toEqual(['people', 'environments']);
});

test.each([
  [`${whole}extra: 1`, 'the file: unknown key “extra” (allowed: slack, people, environments, policies, schedules, checks, steps)'],
  [
    `${whole}policies: [{ task: create-backup, aprove: [alex] }]`,
    'policies.0: unknown key “aprove” (allowed: task, environment, ask, approve, count, validMinutes)',
  ],
  [`${whole}checks: { load: { wran: 2 } }`, 'checks.load: unknown key “wran” (allowed: warn, critical)'],
  [`${whole}checks: { backup-list: { warn: 2 } }`, 'checks.backup-list: unknown key “warn” (allowed: none)'],
  [whole.replace('{ prod:', '{ PROD:'), 'environments.PROD: lower-case letters, digits and dashes'],
])('a key that may not be is told with what is allowed', (text, mistake) => {
  expect(mistakes(text)).toEqual([mistake]);
});

test.each([
  ['people: { alex: 5 }', 'people.alex: a Slack user id such as U012ABCDEF, or { group: S012ABCDEF }'],
  [
    'schedules: { daily-morning: 8 }',
    'schedules.daily-morning: a cron pattern of five fields such as "0 8 * * 1-5", or { cron, on: business days, runs: [a task that it offers] }, or false',
  ],
])('what may be one of two things is told with both: %s', (text, mistake) => {
  expect(mistakes(`${whole.replace(/people:.*\n/, '')}${text}`)).toEqual([mistake]);
});

test.each([
  ['disk-space: { warn: 99, critical: 5 }', 'checks.disk-space: warn 99 is beyond critical 5; it must be at most that'],
  ['disk-space: { warn: 99 }', 'checks.disk-space: warn 99 is beyond critical 95 (default); it must be at most that'],
  ['disk-space: { critical: 5 }', 'checks.disk-space: warn 90 (default) is beyond critical 5; it must be at most that'],
  ['disk-space: { inodesWarn: 99 }', 'checks.disk-space: inodesWarn 99 is beyond inodesCritical 98 (default); it must be at most that'],
])('a warning that would never be seen is a mistake: %s', (limits, mistake) => {
  expect(mistakes(`${whole}checks: { ${limits} }`)).toEqual([mistake]);
});

test('where a low value is bad, the warning must be the higher one', () => {
  const low = defineCheck({
    id: 'spare',
    title: 'Spare',
    why: '',
    procedures: [],
    limits: z.object({ warn: z.number().default(20), critical: z.number().default(10) }),
    needs: [],
    probe: () => Promise.resolve(undefined),
    judge: () => [],
  });
  const known = { ...definitions, checks: new Map([['spare', low]]) };

  expect(mistakes(`${whole}checks: { spare: { warn: 30 } }`, known)).toEqual([]);
  expect(mistakes(`${whole}checks: { spare: { warn: 5 } }`, known)).toEqual([
    'checks.spare: warn 5 is beyond critical 10 (default); it must be at least that',
  ]);
});

test.each([['warn: 95'], ['warn: 85, critical: 85'], ['warn: high']])('%s brings no mistake about the order', (limits) => {
  expect(mistakes(`${whole}checks: { disk-space: { ${limits} } }`).filter((one) => one.includes('beyond'))).toEqual([]);
});

const rules = (...each: readonly string[]) => `${whole}policies: [${each.map((rule) => `{ task: create-backup, ${rule} }`).join(', ')}]`;

test('of two rules for the same, one would be ignored', () => {
  expect(mistakes(rules('approve: [alex]', 'count: 2'))).toEqual([
    'policies.1: create-backup in all environments has a rule already, policies.0; make them one',
  ]);
  expect(mistakes(rules('environment: prod, approve: [alex]', 'environment: staging, count: 2', 'environment: prod, count: 2'))).toEqual([
    'policies.2: create-backup in prod has a rule already, policies.0; make them one',
  ]);
});

test.each([
  ['approve: [alex]', 'approve: [alex, sam]', 'policies.1.approve: “sam” is not in policies.0.approve (alex)'],
  ['approve: [alex]', 'approve: [members]', 'policies.1.approve: “members” is not in policies.0.approve (alex)'],
  ['ask: [oncall]', 'ask: [members]', 'policies.1.ask: “members” is not in policies.0.ask (oncall)'],
  ['count: 2', 'count: 1', 'policies.1.count: 1 is fewer than policies.0.count, 2'],
  ['validMinutes: 30', 'validMinutes: 60', 'policies.1.validMinutes: 60 is longer than policies.0.validMinutes, 30'],
])('a rule for one environment may not loosen the rule for all: %s, %s', (general, special, mistake) => {
  const whichever = [rules(general, `environment: prod, ${special}`), rules(`environment: prod, ${special}`, general)].map((text) =>
    mistakes(text),
  );

  expect(whichever[0]).toEqual([`${mistake}; a rule for one environment may only tighten the rule for all`]);
  expect(whichever[1]).toHaveLength(1);
});

test.each([
  ['approve: [alex, sam]', 'approve: [alex]'],
  ['ask: [members]', 'ask: [oncall]'],
  ['approve: [members]', 'approve: [sam]'],
  ['count: 1, approve: [alex, sam]', 'count: 2'],
  ['validMinutes: 30', 'validMinutes: 10'],
  ['approve: [alex]', 'ask: [members]'],
])('a rule for one environment may tighten the rule for all: %s, %s', (general, special) => {
  expect(mistakes(rules(general, `environment: prod, ${special}`))).toEqual([]);
});

test('a text that is no YAML is told as it is', () => {
  expect(mistakes('slack: { channels').join('\n')).toContain('at line 1');
});

test('a schedule may have a rule of the calendar, and what is left out is as its checklist says', () => {
  const { settings } = readConfig(
    'bigshot.yml',
    `${whole}schedules: { timezone: Europe/Berlin, holidays: [2026-12-25], daily-evening: { cron: "30 17 * * *", on: business days }, week-end: false, month-end: "0 20 1 * *" }`,
    definitions,
  );

  expect(settings.holidays).toEqual(['2026-12-25']);
  const of = (id: string) => settings.schedules.find((one) => one.id === id);
  expect(of('daily-evening')).toEqual({ id: 'daily-evening', cron: '30 17 * * *', on: 'business days', timezone: 'Europe/Berlin' });
  expect(of('week-end')).toBeUndefined();
  expect(of('month-end')).toEqual({ id: 'month-end', cron: '0 20 1 * *', timezone: 'Europe/Berlin' });
  expect(of('quarter-end')).toMatchObject({ on: 'last business day of the quarter' });
  expect(of('backup-weekly')).toBeUndefined();
});

test('a schedule may ask for the tasks that its list offers, at its own time or at another', () => {
  const schedulesIn = (text: string) => readConfig('bigshot.yml', `${whole}schedules: { ${text} }`, definitions).settings.schedules;

  expect(schedulesIn('week-end: { runs: [create-backup] }')).toContainEqual({
    id: 'week-end',
    cron: '0 16 * * *',
    on: 'last business day of the week',
    timezone: 'UTC',
    runs: ['create-backup'],
  });
  expect(schedulesIn('week-end: { cron: "0 20 * * 5", runs: [create-backup] }')).toContainEqual({
    id: 'week-end',
    cron: '0 20 * * 5',
    timezone: 'UTC',
    runs: ['create-backup'],
  });
  expect(schedulesIn('week-end: { on: business days }')).toContainEqual(
    expect.objectContaining({ id: 'week-end', cron: '0 16 * * *', on: 'business days' }),
  );
});

test.each([
  ['schedules: { holidays: [2026-02-30] }', 'schedules.holidays.0: a day of the calendar such as 2026-12-25'],
  ['schedules: { holidays: [christmas] }', 'schedules.holidays.0: a day of the calendar such as 2026-12-25'],
  [
    'schedules: { week-end: { cron: "0 8 * * *", on: fridays } }',
    'schedules.week-end: a cron pattern of five fields such as "0 8 * * 1-5", or { cron, on: business days, runs: [a task that it offers] }, or false',
  ],
  [
    'schedules: { week-end: { runs: [restore-backup] } }',
    'schedules.week-end.runs: “restore-backup” is no task that week-end offers (it offers: create-backup)',
  ],
  [
    'schedules: { backup-nightly: { runs: [create-backup] } }',
    'schedules.backup-nightly.runs: “create-backup” is no task that backup-nightly offers (it offers no task)',
  ],
  ['schedules: { smoke: { on: business days } }', 'schedules.smoke.cron: it has no pattern of its own, so one must be told'],
])('a schedule that is none is told: %s', (text, mistake) => {
  expect(mistakes(`${whole}${text}`)).toEqual([expect.stringContaining(mistake)]);
});

describe('checks and steps of the configuration’s own', () => {
  const own = `checks:
  shop: { kind: http, title: Shop, url: "https://shop.example.com/", in: [health, daily-morning] }
  orphans: { kind: sql, title: Orphans, query: "select count(*) from jobs", warn: 10, critical: 100 }
  disk-space: { warn: 85 }
steps:
  - { id: notes, title: "Read the deploy notes", in: daily-morning }
`;

  test('are among the others, in the checklists that they name', () => {
    const config = readConfig('bigshot.yml', `${whole}${own}`, definitions);
    const all = definitionsWith(config.own);

    expect(Object.keys(config.settings.limits)).toEqual(['disk-space']);
    expect(all.checks.get('shop')).toMatchObject({ title: 'Shop' });
    expect(all.checklists.get('health')?.items.at(-1)?.id).toBe('shop');
    expect(all.checklists.get('week-end')?.items.map(({ id }) => id)).not.toContain('shop');
    expect(all.checklists.get('daily-morning')?.steps).toEqual([{ id: 'notes', title: 'Read the deploy notes', days: 0, procedures: [] }]);
    expect(definitions.checks.has('shop')).toBe(false);
  });

  test.each([
    [
      'checks: { dsik-space: { warn: 85 } }',
      'checks.dsik-space.kind: there is no check of this name; one of your own has a kind: http, sql, command or log',
    ],
    [
      'checks: { shop: { kind: htpp, title: x } }',
      'checks.shop.kind: there is no check of this name; one of your own has a kind: http, sql, command or log',
    ],
    ['checks: { shop: { kind: http, title: x, url: "ftp://x" } }', 'checks.shop.url: an address that begins with http:// or https://'],
    [
      'checks: { shop: { kind: http, title: x, url: "https://x", ulr: 1 } }',
      'checks.shop: unknown key “ulr” (allowed: kind, title, why, in, url, status, contains, slowMs, seconds)',
    ],
    [
      `checks: { mine: { kind: sql, title: x, query: "copy t to program 'id'", warn: 1, critical: 2 } }`,
      'checks.mine.query: a statement that begins with select or with',
    ],
    [
      'checks: { probe: { kind: command, title: x, command: [probe] } }',
      'checks.probe.command: program and arguments, the program by its whole path such as /usr/local/bin/probe',
    ],
    [
      'checks: { slow: { kind: log, title: x, log: app, matches: "(a)\\\\1" } }',
      'checks.slow.matches: a regular expression without look-around, back-references and large repetitions',
    ],
    [
      'checks: { slow: { kind: log, title: x, log: app } }',
      'checks.slow: either contains or matches: words as they stand, or a regular expression',
    ],
    [
      'checks: { slow: { kind: log, title: x, log: app, contains: [a], matches: b } }',
      'checks.slow: either contains or matches: words as they stand, or a regular expression',
    ],
    ['checks: { shop: { kind: http, title: x, url: "https://x", in: [mornings] } }', 'checks.shop.in: “mornings” is no checklist ('],
    [
      'checks: { Shop: { kind: http, title: x, url: "https://x" } }',
      'checks.Shop: a name of lower-case letters, digits and dashes that nothing else bears',
    ],
    [
      'checks: { health: { kind: http, title: x, url: "https://x" } }',
      'checks.health: a name of lower-case letters, digits and dashes that nothing else bears',
    ],
    ['steps: [{ id: a, title: "Look at it", in: mornings }]', 'steps.0.in: “mornings” is no checklist ('],
    ['steps: [{ id: A, title: "Look at it", in: health }]', 'steps.0.id: lower-case letters, digits and dashes'],
  ])('a mistake is told with its place: %s', (text, mistake) => {
    expect(mistakes(`${whole}${text}`)).toEqual([expect.stringContaining(mistake)]);
  });
});
