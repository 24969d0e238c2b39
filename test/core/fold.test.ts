import { describe, expect, test } from 'vitest';
import type { Finding, Status } from '../../src/core/finding.ts';
import { fold } from '../../src/core/fold.ts';
import type { CheckInBrief } from '../../src/core/fold.ts';

const checks: readonly CheckInBrief[] = [
  { id: 'services', title: 'Services', needs: ['services'] },
  { id: 'api', title: 'API', needs: ['api'], reliesOn: ['backend'] },
  { id: 'usage', title: 'Usage', needs: ['records'] },
  { id: 'sizes', title: 'Sizes', needs: ['statistics'] },
  { id: 'disk', title: 'Disk', needs: ['host'] },
];
const one = (check: string, status: Status, given: Partial<Finding> = {}) => ({
  check,
  findings: [{ status, summary: `${check} is ${status}.`, ...given }],
});
const shape = (reported: Parameters<typeof fold>[0]) =>
  fold(reported, checks).map(({ finding, alike, hence }) => ({
    is: finding.check,
    alike: alike.map(({ check }) => check),
    hence: hence.map(({ check }) => check),
  }));

test('what is well is no trouble, and the worst comes first', () => {
  expect(shape([one('disk', 'warn'), one('usage', 'ok'), one('sizes', 'skipped'), one('api', 'critical')])).toEqual([
    { is: 'api', alike: [], hence: [] },
    { is: 'disk', alike: [], hence: [] },
  ]);
});

test('what could not be looked at for one reason is one trouble', () => {
  expect(
    shape([
      one('usage', 'unknown', { because: 'nothing listens' }),
      one('disk', 'unknown', { because: 'it is away' }),
      one('sizes', 'unknown', { because: 'nothing listens' }),
    ]),
  ).toEqual([
    { is: 'usage', alike: ['sizes'], hence: [] },
    { is: 'disk', alike: [], hence: [] },
  ]);
});

test('what names the service that would explain it is folded under that one, where it is down', () => {
  const finds = one('disk', 'critical', { leansOn: ['celery'] });

  expect(shape([finds, one('services', 'critical', { subject: 'celery' })])).toEqual([{ is: 'services', alike: [], hence: ['disk'] }]);
  expect(shape([finds, one('services', 'critical', { subject: 'redis' })])).toHaveLength(2);
});

test('a service that is down is the cause of what is read through it, and of what is about it', () => {
  expect(
    shape([
      one('api', 'critical'),
      one('usage', 'unknown', { because: 'nothing listens' }),
      one('services', 'critical', { subject: 'database' }),
      one('disk', 'critical'),
    ]),
  ).toEqual([
    { is: 'api', alike: [], hence: [] },
    { is: 'services', alike: [], hence: ['usage'] },
    { is: 'disk', alike: [], hence: [] },
  ]);
  expect(shape([one('api', 'critical'), one('services', 'critical', { subject: 'backend' })])).toEqual([
    { is: 'services', alike: [], hence: ['api'] },
  ]);
});

test('what was seen with a service down is no fault of it: only what is about the service, or was not seen', () => {
  expect(shape([one('usage', 'critical'), one('api', 'warn'), one('services', 'critical', { subject: 'database' })])).toEqual([
    { is: 'usage', alike: [], hence: [] },
    { is: 'services', alike: [], hence: [] },
    { is: 'api', alike: [], hence: [] },
  ]);
});

test('several services that are down are a trouble each', () => {
  const down = (subject: string): Finding => ({ status: 'critical', summary: `${subject} stopped.`, subject });

  expect(shape([{ check: 'services', findings: [down('database'), down('backend')] }, one('api', 'unknown')])).toEqual([
    { is: 'services', alike: [], hence: [] },
    { is: 'services', alike: [], hence: ['api'] },
  ]);
});

describe('a service that runs and is ill', () => {
  const down = (subject: string): Finding => ({ status: 'critical', summary: `${subject} is down.`, subject });
  const ill = (subject: string, leansOn: readonly string[]): Finding => ({ ...down(subject), leansOn });
  const told = (findings: readonly Finding[], ...more: Parameters<typeof fold>[0]) =>
    fold([{ check: 'services', findings }, ...more], checks).map(({ finding, hence }) => [
      finding.subject,
      hence.map(({ subject, check }) => subject ?? check),
    ]);

  test('is so because of the one that it leans on, and so is what is ill because of it', () => {
    expect(told([ill('frontend', ['backend']), ill('backend', ['database']), down('database')], one('api', 'critical'))).toEqual([
      ['database', ['frontend', 'backend', 'api']],
    ]);
  });

  test('is a trouble of its own while that one is well, or only doubtful', () => {
    expect(told([ill('backend', ['database'])])).toEqual([['backend', []]]);
    expect(told([ill('backend', ['database']), { ...down('database'), status: 'warn' }])).toEqual([
      ['backend', []],
      ['database', []],
    ]);
  });

  test('is told even where two lean on each other', () => {
    expect(told([ill('one', ['two']), ill('two', ['one']), ill('three', ['one'])])).toEqual([
      ['one', []],
      ['two', []],
      ['three', []],
    ]);
  });
});
