import { expect, test } from 'vitest';
import { createUnmanagedServices } from '../../src/adapters/services/unmanaged.ts';
import { containerStats } from '../../src/checks/container-stats.ts';
import { databaseLog } from '../../src/checks/database-log.ts';
import { services } from '../../src/checks/services.ts';
import type { ServiceEvent, ServiceState } from '../../src/ports/platform.ts';
import { judged, seen, signal } from './judged.ts';

const now = new Date('2026-11-23T08:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);
const measured = (states: readonly ServiceState[], events: readonly ServiceEvent[] = []) => ({
  now,
  states,
  restartable: ['backend', 'celery'],
  events,
});

test.each<[string, Omit<ServiceState, 'name'>, string, string]>([
  ['runs', { state: 'running' }, 'ok', 'The service runs.'],
  [
    'runs after three restarts',
    { state: 'running', restarts: 3, since: minutesAgo(50) },
    'warn',
    '`backend` runs, but was restarted 3 times (warn 3).',
  ],
  [
    'was restarted a moment ago, not for the first time',
    { state: 'running', restarts: 3, since: minutesAgo(0.5) },
    'critical',
    '`backend` ends soon after each start; the engine has restarted it 3 times.',
  ],
  ['starts', { state: 'starting', since: minutesAgo(0.1) }, 'warn', '`backend` is starting.'],
  [
    'starts for the seventh time',
    { state: 'starting', restarts: 7, since: minutesAgo(2) },
    'critical',
    '`backend` ends soon after each start; the engine has restarted it 7 times.',
  ],
  [
    'waits for its next start',
    { state: 'restarting', restarts: 2, why: 'exit code 1' },
    'critical',
    '`backend` ends soon after each start; the engine has restarted it 2 times: exit code 1.',
  ],
  [
    'is unhealthy',
    { state: 'unhealthy', why: 'curl: (28) <timed out>' },
    'critical',
    '`backend` is unhealthy: curl: (28) &lt;timed out&gt;.',
  ],
  [
    'was stopped',
    { state: 'stopped', restarts: 1, since: minutesAgo(3), why: 'exit code 137, ended by signal 9' },
    'critical',
    '`backend` stopped 3 min ago, after 1 restart: exit code 137, ended by signal 9.',
  ],
  ['is frozen', { state: 'paused' }, 'critical', '`backend` is paused: the engine has frozen it, and it answers nobody.'],
  ['was never started', { state: 'created' }, 'critical', '`backend` was made and never started.'],
  ['is not there', { state: 'missing' }, 'critical', '`backend` is missing: it has no container.'],
])('a service that %s', (_, state, status, summary) => {
  expect(seen(judged(services, measured([{ name: 'backend', ...state }])))).toEqual([[status, summary]]);
});

test.each([
  ['celery', /then start it again\.$/],
  ['database', /start it on its host .*I start nothing that holds data\.$/],
])('of `%s` that was stopped it is said who can start it', (name, words) => {
  const [found] = judged(services, measured([{ name, state: 'stopped' }]));

  expect(found?.remedies?.find(({ kind }) => kind === 'advice')).toMatchObject({ text: expect.stringMatching(words) });
});

test('only the ill services are named, each with what to do', () => {
  const found = judged(
    services,
    measured([
      { name: 'backend', state: 'running' },
      { name: 'celery', state: 'missing' },
    ]),
  );

  expect(found).toMatchObject([{ subject: 'celery', remedies: [{ kind: 'advice' }] }]);
});

test.each<[ServiceState['state'], string, readonly string[]]>([
  ['stopped', 'celery', ['Start celery: restart celery']],
  ['unhealthy', 'backend', ['Restart backend: restart backend']],
  ['restarting', 'backend', []],
  ['starting', 'backend', []],
  ['stopped', 'database', []],
])('beside one that is %s, %s, stands the button that cures it, where one does', (state, name, buttons) => {
  const found = judged(services, measured([{ name, state }]));

  const lines = found.flatMap(({ remedies = [] }) => remedies.flatMap((one) => (one.kind === 'line' ? [`${one.label}: ${one.line}`] : [])));
  expect(lines).toEqual(buttons);
});

test('what happened to an ill service is its evidence', () => {
  const events = [
    { service: 'backend', at: minutesAgo(9), kind: 'started' },
    { service: 'celery', at: minutesAgo(3), kind: 'ended', exitCode: 137 },
  ] as const;

  const [finding] = judged(services, measured([{ name: 'celery', state: 'stopped' }], events));

  expect(finding?.evidence).toEqual(['2026-11-23 07:57 UTC ended (exit code 137)']);
});

test('a service whose memory was full is named although it runs again', () => {
  const events = [minutesAgo(90), minutesAgo(7)].map((at) => ({ service: 'celery', at, kind: 'memory full' }) as const);

  expect(seen(judged(services, measured([{ name: 'celery', state: 'running' }], events)))).toEqual([
    ['warn', '`celery` had its memory full 2 times in 24 h, the last time 7 min ago: something in it was killed.'],
  ]);
});

test('an engine that tells no events leaves the states as they are, and says what is not known', () => {
  const measure = {
    now,
    restartable: [],
    states: [{ name: 'celery', state: 'running' } as const],
    events: { problem: 'the proxy forbids it' },
  };

  expect(judged(services, measure).map(({ status }) => status)).toEqual(['ok', 'unknown']);
});

test('nobody to look for is unknown', () => {
  expect(judged(services, measured([]))).toMatchObject([{ status: 'unknown' }]);
});

test('without a container engine the services are absent', async () => {
  const look = { services: createUnmanagedServices(), signal, now: new Date() };

  await expect(services.probe(look)).rejects.toMatchObject({ name: 'Absent' });
});

test.each([
  [40, 'ok', '1 container, none uses more than 40 % of its memory.'],
  [91, 'warn', '`celery` uses 91 % of its memory (warn 90 %).'],
  [99, 'critical', '`celery` uses 99 % of its memory (limit 95 %).'],
])('a container at %d %% of its memory is %s', (memoryPercent, status, summary) => {
  expect(seen(judged(containerStats, [{ name: 'celery', cpuPercent: 180, overMs: 1000, memoryBytes: 1, memoryPercent }]))).toEqual([
    [status, summary],
  ]);
});

test('a busy processor is shown and not judged', () => {
  const [finding] = judged(containerStats, [{ name: 'celery', cpuPercent: 400, overMs: 900_000, memoryBytes: 1, memoryPercent: 1 }]);

  expect(finding).toMatchObject({ status: 'ok', evidence: ['`celery`: memory 1 %, processor 400 % of one core over 15 min'] });
});

test('no container is unknown', () => {
  expect(judged(containerStats, [])).toMatchObject([{ status: 'unknown' }]);
});

const line = (text: string): string => `2026-11-23 07:00:00.123 UTC [71] ${text}`;

test.each<[string, readonly string[], readonly string[]]>([
  ['nothing', [], ['ok']],
  ['harmless words', [line('LOG:  0 errors, checkpoint complete'), line('STATEMENT:  select error from jobs')], ['ok']],
  [
    'what both services write when they start',
    [line('ERROR:  duplicate key value violates unique constraint "pg_type_typname_nsp_index"')],
    ['ok'],
  ],
  ['ten errors', Array.from({ length: 10 }, () => line('ERROR:  relation "x" does not exist')), ['warn']],
  ['a refused session', [line('FATAL:  password authentication failed for user "x"')], ['warn', 'ok']],
  ['a panic', [line('PANIC:  could not write to file "pg_wal/xlogtemp.1": No space left on device')], ['critical', 'ok']],
])('the log of the database with %s', (_, lines, statuses) => {
  expect(judged(databaseLog, { lines }).map(({ status }) => status)).toEqual(statuses);
});
