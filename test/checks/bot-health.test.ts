import { expect, test } from 'vitest';
import { botHealth } from '../../src/checks/bot-health.ts';
import type { BotState } from '../../src/ports/journal.ts';
import { judged, seen } from './judged.ts';

const now = new Date('2026-11-26T08:00:00Z');
const well: BotState = {
  storeMs: 2,
  processes: [
    { name: 'host-chat', role: 'chat', seenSeconds: 3 },
    { name: 'host-prod', role: 'worker', seenSeconds: 4 },
  ],
  ready: 0,
  readySeconds: 0,
  unshown: 0,
  unshownSeconds: 0,
  lastDigest: { subject: 'daily-morning', at: new Date('2026-11-26T07:00:00Z') },
};

test.each<[string, Partial<BotState>, readonly (readonly [string, string])[]]>([
  ['well', {}, [['ok', 'I am well: 2 processes, my store answers in 2 ms, 0 runs wait, the last checklist (daily-morning) came 1 h ago.']]],
  ['slow at its store', { storeMs: 900 }, [['warn', 'My own store took 900 ms to answer (warn 500 ms).']]],
  ['without a worker', { processes: well.processes.slice(0, 1) }, [['critical', 'No process with the role worker is alive.']]],
  [
    'without a word of its chat',
    {
      processes: [
        { name: 'host-chat', role: 'chat', seenSeconds: 90 },
        { name: 'host-prod', role: 'worker', seenSeconds: 4 },
      ],
    },
    [['critical', 'No process with the role chat is alive; silent: `host-chat` (for 90 s).']],
  ],
  [
    'with one of two workers gone',
    { processes: [...well.processes, { name: 'old-prod', role: 'worker', seenSeconds: 600 }] },
    [['warn', '`old-prod` (for 10 min) left without a word; others do its work.']],
  ],
  [
    'behind with its runs',
    { ready: 3, readySeconds: 700 },
    [['critical', '3 runs could go and wait for a worker, the oldest for 12 min (limit 10 min).']],
  ],
  ['behind for a moment', { ready: 3, readySeconds: 2 }, [['ok', expect.stringContaining('3 runs wait')]]],
  [
    'not heard by Slack',
    { unshown: 1, unshownSeconds: 200, problem: 'not_in_channel <!channel>' },
    [['warn', 'Slack does not show 1 message as it should be, the oldest for 3 min (warn 2 min): not_in_channel &lt;!channel&gt;.']],
  ],
])('a bot that is %s', (_, given, expected) => {
  expect(seen(judged(botHealth, { ...well, ...given, now }))).toEqual(expected);
});
