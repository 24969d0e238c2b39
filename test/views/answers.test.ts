import { expect, test } from 'vitest';
import type { Answer } from '../../src/core/answer.ts';
import { commands } from '../../src/commands/index.ts';
import { parseLine } from '../../src/core/line.ts';
import { answerPicture } from '../../src/views/answers.ts';
import { noWorker, refusal, threadLine, voteRefused } from '../../src/views/line.ts';
import { alex, dana, entry, kim, moment, picture, plan, policy, run } from '../support/build.ts';
import { objectionsTo, textsOf } from '../support/pictures.ts';

const shown = (answer: Answer) => {
  const { text, blocks = [] } = answerPicture(answer);
  return [text, ...textsOf({ text, blocks })].join('\n');
};
const lines = (count: number) => Array.from({ length: count }, (_, index) => ({ run: run({ id: index + 1 }), title: 'Rebuild the house' }));

test.each(['<!channel>', '<@U0ALEX00001>', '&lt;!here&gt; x', 'health --<!channel>', 'show <https://evil.example|5>'])(
  'what was typed wrong is said back without mentioning anybody: %s',
  (line) => {
    const parsed = parseLine(line, commands);
    if (parsed.is !== 'wrong') throw new Error('it was understood');

    const text = shown({ is: 'refused', why: parsed.why, next: parsed.next });

    expect(text).not.toMatch(/<[!@#h]/);
  },
);

test('the usage of a command is shown as it is typed, not as a link', () => {
  const help = commands.map(({ usage, why }) => ({ usage, why }));

  const text = shown({ is: 'told', view: 'help', value: { commands: help } });

  expect(text).toContain('/bigshot approve &lt;run&gt; &lt;plan&gt;');
  expect(text).not.toMatch(/<[a-z]/);
});

test('a refusal says what to do next', () => {
  expect(answerPicture({ is: 'refused', why: 'No.', next: 'show 5' }).text).toBe('No. Next: `/bigshot show 5`');
});

test('help of all commands, and of hundreds, stays within the limits', () => {
  const hundreds = Array.from({ length: 300 }, () => ({ usage: 'x <y>'.repeat(20), why: 'Because. '.repeat(20) }));

  expect(objectionsTo(answerPicture({ is: 'told', view: 'help', value: { commands: hundreds } }))).toEqual([]);
});

test('a run that waits shows its votes and the line that approves it', () => {
  const waiting = { run: run(), title: 'Rebuild the house', votes: { have: 1, need: 2 } };

  const text = shown({ is: 'told', view: 'runs', value: { title: 'Waiting for approval', empty: 'Nothing.', runs: [waiting] } });

  expect(text).toContain('*482* Rebuild the house · prod · waiting · 1 of 2 · `approve 482 7f3a`');
});

test('a run is shown with all that was approved, and where the rest of its timeline is', () => {
  const facts = ['archive of 6.6 MiB', `you lose ${'412 jobs, '.repeat(400)}and that is all`];
  const entries = Array.from({ length: 300 }, () => entry('note', { by: dana, body: { text: 'x'.repeat(150) } }));

  const text = shown({
    is: 'told',
    view: 'run',
    value: { run: run({ plan: plan({ facts, impact: 'the API is down for about 6 s' }) }), title: 'x', entries },
  });

  expect(text).toContain('• archive of 6.6 MiB');
  expect(text).toContain('and that is all');
  expect(text).toContain('• the API is down for about 6 s');
  expect(text).toMatch(/… and \d+ more parts; `\/bigshot log --run 482` has the rest/);
});

test('nothing to list is one sentence', () => {
  expect(answerPicture({ is: 'told', view: 'runs', value: { title: 'Runs', empty: 'Nothing has run yet.', runs: [] } })).toEqual({
    text: 'Nothing has run yet.',
  });
});

test('long lists of runs and of log rows stay within the limits', () => {
  const entries = Array.from({ length: 300 }, () =>
    entry('note', { by: dana, body: { text: '<!channel> & `x` '.repeat(200), why: 'x\nx' } }),
  );

  expect(objectionsTo(answerPicture({ is: 'told', view: 'runs', value: { title: 'Runs', empty: '', runs: lines(300) } }))).toEqual([]);
  expect(objectionsTo(answerPicture({ is: 'told', view: 'log', value: { entries, titles: {} } }))).toEqual([]);
  expect(objectionsTo(answerPicture({ is: 'told', view: 'run', value: { run: run(), title: 'x', entries } }))).toEqual([]);
});

test('a note in the log cannot mention anybody', () => {
  const note = entry('note', { by: dana, body: { text: '<!channel> <@U0ALEX00001>' } });

  const text = shown({ is: 'told', view: 'log', value: { entries: [note], titles: {} } });

  expect(text).not.toMatch(/<!channel>|<@U0ALEX/);
  expect(text).toContain(`<@${dana}>`);
});

test('the asker’s own vote is answered with who can approve', () => {
  const given = {
    entry: entry('vote refused', { by: dana, body: { says: 'approve', reason: 'own' } }),
    run: run(),
    title: 'x',
    policy: policy(),
    now: moment,
  };

  expect(voteRefused(given).text).toBe(
    `You asked for run 482 yourself, so your own ✅ does not count. <@${alex}> or <@${kim}> can approve it.`,
  );
});

test('an asker who is an approver too is not told that they could approve it', () => {
  const own = {
    entry: entry('vote refused', { by: alex, body: { says: 'approve', reason: 'own' } }),
    run: run({ by: alex }),
    title: 'x',
    policy: policy(),
    now: moment,
  };

  expect(voteRefused(own).text).toBe(`You asked for run 482 yourself, so your own ✅ does not count. <@${kim}> can approve it.`);
});

test.each([
  ['voted', { says: 'approve' }, `✅ <@${alex}> approved this plan.`],
  ['voted', { says: 'deny' }, `❌ <@${alex}> denied this plan.`],
  ['withdrawn', { says: 'approve' }, `↩ <@${alex}> took the approval back.`],
] as const)('%s is one line in the thread', (kind, body, text) => {
  expect(threadLine({ entry: entry(kind, { by: alex, body }), run: run(), title: 'x', policy: policy(), now: moment })?.text).toBe(text);
});

test('the end of a run is told once, with what its outcome does not say already', () => {
  const receipt = [
    { status: 'critical', summary: '`a` is not sound: it is cut.' },
    { status: 'ok', summary: 'It has a name.' },
  ];
  const body = { outcome: 'failed', why: '`a` is not sound: it is cut', receipt };

  const line = threadLine({ entry: entry('ended', { body }), run: run(), title: 'x', policy: policy(), now: moment });

  expect(line?.text).toBe(`<@${dana}>: 🔴 run 482 failed: \`a\` is not sound: it is cut\n🟢 It has a name.`);
});

test.each([
  ['refused', '🚫 refused'],
  ['nothing to do', '🟢 nothing to do'],
  ['skipped', '⏭ skipped'],
  ['failed', '🔴 failed'],
] as const)('a run that ended before it had a plan says how: %s', (outcome, words) => {
  const drawn = refusal(picture({ run: run({ state: 'ended', outcome, why: 'There is no such house.', plan: null, digest: null }) }));

  expect(textsOf(drawn).join()).toContain(words);
  expect(drawn.text).toContain('There is no such house.');
  expect(objectionsTo(drawn)).toEqual([]);
});

test('that no worker is there is said only while it is so', () => {
  expect(noWorker(picture({ run: run({ held: null }) }))).toBeUndefined();
  expect(noWorker(picture({ run: run({ held: 'no worker of prod is alive' }) }))?.text).toContain('cancel 482');
});

test('help of everything names the many commands of one subject in a line, and of that subject it tells all', () => {
  const line = (usage: string) => ({ usage, why: `Does ${usage}.` });
  const lines = [
    line('health [--env <name>]'),
    line('db size'),
    line('db slow [--env <name>]'),
    line('db'),
    line('certs check'),
    line('certs renew'),
  ];

  const all = shown({ is: 'told', view: 'help', value: { commands: lines } });
  const one = shown({ is: 'told', view: 'help', value: { commands: lines.slice(1, 4), subject: 'db' } });

  expect(all).toContain('`/bigshot help db`\n        size · slow · db');
  expect(all).not.toContain('Does db size.');
  expect(all).toContain('Does certs check.');
  expect(one).toContain('Does db size.');
});
