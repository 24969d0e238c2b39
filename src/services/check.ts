import type { Check } from '../core/check.ts';
import { Absent, reason } from '../core/errors.ts';
import { worst } from '../core/finding.ts';
import type { Finding } from '../core/finding.ts';
import { foreign } from '../lib/foreign.ts';
import { duration } from '../lib/words.ts';
import type { Ports } from '../ports/index.ts';
import type { Reported } from '../store/findings.ts';
import { lookWith } from './look.ts';

const defaultTimeoutMs = 10_000;

interface Around {
  readonly ports: Ports;
  readonly limits: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly runId?: number;
}

/** Runs one check within its own time limit. It always says something: a throw is `unknown`, a missing part `skipped`. */
export async function runCheck(check: Check, around: Around): Promise<Reported> {
  const begun = performance.now();
  const findings = await findingsOf(check, around);
  return { check: check.id, status: worst(findings), findings, tookMs: performance.now() - begun };
}

async function findingsOf(check: Check, { ports, limits, now, signal, runId }: Around): Promise<readonly Finding[]> {
  const timeoutMs = check.timeoutMs ?? defaultTimeoutMs;
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([deadline, signal]);
  try {
    const look = lookWith(ports, check.needs, { now, signal: either, ...(runId === undefined ? {} : { runId }) });
    const measure = await Promise.race([check.probe(look), rejectWhen(either)]);
    return check.judge(measure, check.limits.parse(limits[check.id] ?? {}));
  } catch (error) {
    if (error instanceof Absent) return [{ status: 'skipped', summary: `${check.title}: skipped, ${foreign(error.message)}.` }];
    const why = deadline.aborted ? `no answer within its limit of ${duration(timeoutMs)}` : foreign(reason(error));
    return [{ status: 'unknown', summary: `${check.title}: unknown, ${why}.` }];
  }
}

/** A probe that ignores its signal costs its limit and no more. */
function rejectWhen(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
