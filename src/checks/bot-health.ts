import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { ago, duration, list, metLimit, plural, seconds } from '../lib/words.ts';
import type { BotState } from '../ports/journal.ts';

const Limits = z.object({
  storeWarn: z.number().default(500).describe('ms of one question to the store'),
  storeCritical: z.number().default(1500).describe('ms of one question to the store: then people get no answer'),
  readyWarn: z.number().default(60).describe('seconds that a run waits for a worker'),
  readyCritical: z.number().default(600).describe('seconds that a run waits for a worker'),
  shownWarn: z.number().default(120).describe('seconds that Slack does not show a message'),
  shownCritical: z.number().default(1800).describe('seconds that Slack does not show a message'),
});
type Limits = z.output<typeof Limits>;

type Measure = BotState & { readonly now: Date };

/** A bot that is dead reports nothing, but one that limps can say so. */
export const botHealth = defineCheck({
  id: 'bot-health',
  title: 'The bot itself',
  why: 'Silence of the bot must not read as a quiet day.',
  procedures: [],
  limits: Limits,
  needs: ['journal'],
  probe: async ({ journal, now }): Promise<Measure> => ({ ...(await journal.bot()), now }),
  judge(measure, limits) {
    const ill = [...store(measure, limits), ...roles(measure), ...waiting(measure, limits), ...unshown(measure, limits)];
    return ill.length > 0 ? ill : [wellness(measure)];
  },
});

function store({ storeMs }: Measure, { storeWarn, storeCritical }: Limits): readonly Finding[] {
  const threshold = { warn: storeWarn, critical: storeCritical };
  const value = Math.round(storeMs);
  const status = grade(value, threshold);
  if (status === 'ok') return [];
  const summary = `My own store took ${duration(value)} to answer${metLimit(status, threshold, duration)}.`;
  return [
    {
      status,
      subject: 'store',
      summary,
      measure: { value, unit: 'ms' },
      threshold,
      remedies: [{ kind: 'advice', text: 'See what else the machine of my PostgreSQL is busy with.' }],
    },
  ];
}

/** Each says so every five seconds. */
const silentSeconds = 15;

function roles({ processes }: Measure): readonly Finding[] {
  const missing = (['chat', 'worker'] as const).filter(
    (role) => !processes.some((one) => one.role === role && one.seenSeconds < silentSeconds),
  );
  const gone = processes
    .filter(({ seenSeconds }) => seenSeconds >= silentSeconds)
    .map(({ name, seenSeconds }) => `${foreignCode(name, 60)} (for ${seconds(seenSeconds)})`);
  if (missing.length > 0)
    return [
      {
        status: 'critical',
        subject: 'processes',
        summary: `No process with the role ${list(missing)} is alive${gone.length === 0 ? '' : `; silent: ${list(gone)}`}.`,
        remedies: [{ kind: 'advice', text: 'Start it, and see what its log says last.' }],
      },
    ];
  return gone.length === 0
    ? []
    : [{ status: 'warn', subject: 'processes', summary: `${list(gone)} left without a word; others do its work.` }];
}

function waiting({ ready, readySeconds }: Measure, { readyWarn, readyCritical }: Limits): readonly Finding[] {
  const threshold = { warn: readyWarn, critical: readyCritical };
  const value = Math.round(readySeconds);
  const status = grade(value, threshold);
  if (ready === 0 || status === 'ok') return [];
  const summary = `${plural(ready, 'run')} could go and ${ready === 1 ? 'waits' : 'wait'} for a worker, the oldest for ${seconds(value)}${metLimit(status, threshold, seconds)}.`;
  return [
    {
      status,
      subject: 'queue',
      summary,
      measure: { value, unit: 'seconds' },
      threshold,
      remedies: [{ kind: 'line', label: 'Runs', line: 'runs' }],
    },
  ];
}

function unshown({ unshown: messages, unshownSeconds, problem }: Measure, { shownWarn, shownCritical }: Limits): readonly Finding[] {
  const threshold = { warn: shownWarn, critical: shownCritical };
  const value = Math.round(unshownSeconds);
  const status = grade(value, threshold);
  if (messages === 0 || status === 'ok') return [];
  const why = problem === undefined ? '' : `: ${foreign(problem, 200)}`;
  const summary = `Slack does not show ${plural(messages, 'message')} as ${messages === 1 ? 'it should be' : 'they should be'}, the oldest for ${seconds(value)}${metLimit(status, threshold, seconds)}${why}.`;
  return [
    {
      status,
      subject: 'slack',
      summary,
      measure: { value, unit: 'seconds' },
      threshold,
      remedies: [{ kind: 'advice', text: 'See the status page of Slack, and whether I am in all channels of the configuration.' }],
    },
  ];
}

function wellness({ processes, storeMs, ready, lastDigest, now }: Measure): Finding {
  const digest =
    lastDigest === undefined
      ? 'no checklist has come by itself yet'
      : `the last checklist (${lastDigest.subject}) came ${ago(lastDigest.at, now)}`;
  return {
    status: 'ok',
    summary: `I am well: ${plural(processes.length, 'process', 'processes')}, my store answers in ${duration(storeMs)}, ${plural(ready, 'run')} ${ready === 1 ? 'waits' : 'wait'}, ${digest}.`,
    measure: { value: Math.round(storeMs), unit: 'ms' },
  };
}
