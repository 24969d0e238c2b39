import { expect, test } from 'vitest';
import { OwnCheck } from '../../../src/core/own.ts';
import { ownCheck } from '../../../src/checks/own/own-check.ts';
import type { OwnReader } from '../../../src/ports/own.ts';
import { runCheck } from '../../../src/services/check.ts';
import { portsWith } from '../../support/absent.ts';

const now = new Date('2026-11-26T08:00:00Z');

/** What a check of one's own says when the world answers so. */
async function say(about: object, answer: unknown): Promise<unknown> {
  const reply = () => Promise.resolve(answer);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each test gives the answer of the one question that is asked
  const own = { http: reply, number: reply, command: reply, lines: reply } as unknown as OwnReader;
  const check = ownCheck('mine', OwnCheck.parse({ title: 'Mine', ...about }));
  const { reported } = await runCheck(check, { ports: portsWith({ own }), limits: {}, now, signal: new AbortController().signal });
  return reported.findings.map(({ status, summary }) => `${status}: ${summary}`);
}

const http = { kind: 'http', url: 'https://example.test/', contains: 'ready' };
const sql = { kind: 'sql', query: 'select 1', warn: 10, critical: 20 };
const command = { kind: 'command', command: ['/bin/probe'] };
const log = { kind: 'log', log: 'app', contains: ['Killed'] };

test.each([
  [http, { status: 200, latencyMs: 12, body: 'ready' }, 'ok: Mine: it answers in 12 ms.'],
  [http, { status: 302, latencyMs: 12, body: '' }, 'critical: Mine: it answers with HTTP 302 (should be 200).'],
  [http, { status: 200, latencyMs: 12, body: 'starting' }, 'critical: Mine: its answer does not contain `ready`.'],
  [http, { status: 200, latencyMs: 2500, body: 'ready' }, 'warn: Mine: it took 2.5 s (warn 2 s).'],
  [sql, 9, 'ok: Mine: 9.'],
  [sql, 10, 'warn: Mine: 10 (warn 10).'],
  [sql, 20, 'critical: Mine: 20 (limit 20).'],
  [sql, null, 'unknown: Mine: unknown, the question has no row for an answer.'],
  [{ ...sql, warn: 10, critical: 5 }, 12, 'ok: Mine: 12.'],
  [{ ...sql, warn: 10, critical: 5 }, 8, 'warn: Mine: 8 (warn 10).'],
  [{ ...sql, warn: 10, critical: 5 }, 2, 'critical: Mine: 2 (limit 5).'],
  [command, { exitCode: 0, line: 'all 3 answer' }, 'ok: Mine: all 3 answer.'],
  [command, { exitCode: 2, line: '<!channel> password=hunter2' }, 'critical: Mine: &lt;!channel&gt; password=***.'],
  [command, { exitCode: 1, line: '' }, 'warn: Mine: it said nothing.'],
  [command, { exitCode: 127, line: 'not found' }, 'unknown: Mine: unknown, it ended with code 127: not found.'],
  [log, { count: 0, last: [] }, 'ok: Mine: 0 lines of the log `app` in 24 h.'],
  [log, { count: 1, last: ['Killed'] }, 'warn: Mine: 1 line of the log `app` in 24 h (warn 1).'],
  [log, { count: 200, last: [] }, 'critical: Mine: 200 lines of the log `app` in 24 h (limit 100).'],
])('%o answered with %o', async (about, answer, expected) => {
  expect(await say(about, answer)).toEqual([expected]);
});

test('lines of a log are wanted by words or by a pattern', async () => {
  const asked: unknown[] = [];
  const lines: OwnReader['lines'] = (_, wanted) => Promise.resolve({ count: asked.push(wanted), last: [] });
  const never = () => Promise.reject(new Error('nobody asks for this'));
  const ports = portsWith({ own: { http: never, number: never, command: never, lines } });
  for (const given of [log, { kind: 'log', log: 'app', matches: 'took [0-9]+', ignoreCase: true }])
    await runCheck(ownCheck('mine', OwnCheck.parse({ title: 'Mine', ...given })), {
      ports,
      limits: {},
      now,
      signal: new AbortController().signal,
    });

  expect(asked).toEqual([{ words: ['Killed'] }, { pattern: 'took [0-9]+', ignoreCase: true }]);
});
