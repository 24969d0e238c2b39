import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { reason } from '../core/errors.ts';
import type { Finding, Remedy, Status } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { ago, count, duration, minute, plural } from '../lib/words.ts';
import type { ServiceEvent, ServiceState } from '../ports/platform.ts';

const WINDOW_MS = 24 * 3_600_000;
/** One that was restarted so lately may be on its way to the next end. */
const FRESH_MS = 60_000;
const SHOWN = 6;

const Limits = z.object({ restarts: z.number().default(3).describe('restarts from which a running service is doubtful') });

/** What the engine shows now, and what it remembers; `events` is the reason where it does not tell. */
interface Measure {
  readonly now: Date;
  readonly states: readonly ServiceState[];
  readonly restartable: readonly string[];
  readonly events: readonly ServiceEvent[] | { readonly problem: string };
}

export const services = defineCheck({
  id: 'services',
  title: 'Services',
  why: 'A service that was removed is no line in any list: the services that should be there are compared with those that are.',
  procedures: ['S5'],
  limits: Limits,
  needs: ['services'],
  probe: async ({ services: reader, now, signal }): Promise<Measure> => ({
    now,
    states: await reader.states(signal),
    restartable: reader.restartable(),
    events: await reader.events(new Date(now.getTime() - WINDOW_MS), signal).catch((error: unknown) => {
      signal.throwIfAborted();
      return { problem: reason(error) };
    }),
  }),
  judge: ({ now, states, restartable, events }, { restarts }) => {
    if (states.length === 0) return [{ status: 'unknown', summary: 'Services: unknown, none is named that should be there.' }];
    const known = 'problem' in events ? [] : events;
    const found = [...states.flatMap((state) => ill(state, { restarts, now, restartable, events: known })), ...killed(known, now)];
    const blind = 'problem' in events ? [untold(events.problem)] : [];
    if (found.length > 0) return [...found, ...blind];
    return [{ status: 'ok', summary: states.length === 1 ? 'The service runs.' : `All ${count(states.length)} services run.` }, ...blind];
  },
});

interface Around {
  readonly restarts: number;
  readonly now: Date;
  readonly restartable: readonly string[];
  readonly events: readonly ServiceEvent[];
}

function ill(service: ServiceState, around: Around): readonly Finding[] {
  const { status, says } = judgement(service, around);
  if (status === 'ok') return [];
  const lines = around.events
    .filter((event) => event.service === service.name)
    .slice(-SHOWN)
    .map(line);
  const remedies = [...cureFor(service, around), { kind: 'advice', text: adviceFor(service, around) } as const];
  return [
    {
      status,
      subject: foreign(service.name, 60),
      summary: `${foreignCode(service.name, 60)} ${says}.`,
      ...(service.restarts !== undefined && { measure: { value: service.restarts, unit: 'count' } as const }),
      ...(lines.length > 0 && { evidence: lines }),
      ...(isSymptom(service) && { leansOn: service.leansOn }),
      remedies,
    },
  ];
}

/** One that was stopped or frozen was so by somebody; one that is ill or dies by itself may only lack another one. */
function isSymptom({ state, leansOn = [] }: ServiceState): boolean {
  return leansOn.length > 0 && (state === 'unhealthy' || state === 'restarting');
}

/** One that dies at each start is not cured by another one, and one that is only starting needs none. */
function cureFor({ name, state }: ServiceState, { restartable }: Around): readonly Remedy[] {
  const isCured = state === 'stopped' || state === 'created' || state === 'paused' || state === 'unhealthy';
  if (!isCured || !restartable.includes(name)) return [];
  return [{ kind: 'line', label: `${state === 'unhealthy' ? 'Restart' : 'Start'} ${foreign(name, 30)}`, line: `restart ${name}` }];
}

function judgement(service: ServiceState, { restarts: limit, now }: Around): { readonly status: Status; readonly says: string } {
  const { state, restarts = 0, since, why } = service;
  const because = why === undefined ? '' : `: ${foreign(why, 200)}`;
  const again = restarts > 0 ? `, after ${plural(restarts, 'restart')}` : '';
  const isFresh = since !== undefined && now.getTime() - since.getTime() < FRESH_MS;
  if (state === 'restarting' || (restarts >= limit && (state === 'starting' || isFresh)))
    return { status: 'critical', says: `ends soon after each start; the engine has restarted it ${plural(restarts, 'time')}${because}` };
  switch (state) {
    case 'running':
      if (restarts < limit) return { status: 'ok', says: '' };
      return { status: 'warn', says: `runs, but was restarted ${plural(restarts, 'time')} (warn ${limit})` };
    case 'starting':
      return { status: 'warn', says: `is starting${again}` };
    case 'stopped':
      return { status: 'critical', says: `${since ? `stopped ${ago(since, now)}` : 'is stopped'}${again}${because}` };
    case 'unhealthy':
      return { status: 'critical', says: `is unhealthy${again}${because}` };
    case 'paused':
      return { status: 'critical', says: 'is paused: the engine has frozen it, and it answers nobody' };
    case 'created':
      return { status: 'critical', says: 'was made and never started' };
    case 'missing':
      return { status: 'critical', says: 'is missing: it has no container' };
  }
}

function adviceFor({ name, state }: ServiceState, { restartable }: Around): string {
  if (state === 'missing') return 'Find out who removed it, then make it again with `up` of compose, with the name of the project.';
  if (state === 'paused') return 'Unpause it with the engine; whatever waits for it goes on then.';
  if (state === 'running' || state === 'starting' || state === 'restarting' || state === 'unhealthy')
    return 'Read the last lines of its log: they say why it ends or does not answer.';
  if (restartable.includes(name)) return 'Read the last lines of its log, then start it again.';
  return 'Read the last lines of its log, then start it on its host with `start` of compose: I start nothing that holds data.';
}

/** Who was ended because the memory was full, also if it runs again by now. */
function killed(events: readonly ServiceEvent[], now: Date): readonly Finding[] {
  const full = events.filter(({ kind }) => kind === 'memory full');
  return [...new Set(full.map(({ service }) => service))].map((service) => {
    const times = full.filter((event) => event.service === service);
    const last = times.at(-1)?.at ?? now;
    return {
      status: 'warn',
      subject: `${foreign(service, 60)} (memory)`,
      summary: `${foreignCode(service, 60)} had its memory full ${plural(times.length, 'time')} in 24 h, the last time ${ago(last, now)}: something in it was killed.`,
      remedies: [{ kind: 'advice', text: 'See what grows in it, or give it a higher limit of memory.' }],
    };
  });
}

function untold(problem: string): Finding {
  return {
    status: 'unknown',
    subject: 'events',
    summary: `Services: what happened in the last ${duration(WINDOW_MS)} is unknown: ${foreign(problem, 200)}.`,
  };
}

function line({ at, kind, exitCode }: ServiceEvent): string {
  return `${minute(at)} ${kind}${exitCode === undefined ? '' : ` (exit code ${exitCode})`}`;
}
