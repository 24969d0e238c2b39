import type { Check, Sample } from '../core/check.ts';
import { Absent, isLocked, reason } from '../core/errors.ts';
import { whoLocks, worst } from '../core/finding.ts';
import type { Finding } from '../core/finding.ts';
import { sourceOf } from '../core/limits.ts';
import { foreign } from '../lib/foreign.ts';
import { unlessAborted } from '../lib/unless-aborted.ts';
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
  readonly zone?: string;
  /** What somebody wants of it, as it was asked for. */
  readonly asked?: unknown;
}

/** What a check said, and the numbers of it that are kept. */
export interface Said {
  readonly reported: Reported;
  readonly samples: readonly Sample[];
}

/** Runs one check within its own time limit. It always says something: a throw is `unknown`, a missing part `skipped`. */
export async function runCheck(check: Check, around: Around): Promise<Said> {
  const begun = performance.now();
  const { findings, samples } = await findingsOf(check, around);
  return { reported: { check: check.id, status: worst(findings), findings, tookMs: performance.now() - begun }, samples };
}

interface Found {
  readonly findings: readonly Finding[];
  readonly samples: readonly Sample[];
}

async function findingsOf(check: Check, { ports, limits, now, signal, runId, zone, asked }: Around): Promise<Found> {
  const timeoutMs = check.timeoutMs ?? defaultTimeoutMs;
  const deadline = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([deadline, signal]);
  try {
    const look = lookWith(ports, check.needs, {
      now,
      signal: either,
      ...(runId !== undefined && { runId }),
      ...(zone !== undefined && { zone }),
    });
    // A probe that ignores its signal costs its limit and no more.
    const measure = await unlessAborted(check.probe(look, check.asked?.parse(asked ?? {})), either);
    const configured = limits[check.id] ?? {};
    const used = check.limits.parse(configured);
    const findings = check.judge(measure, used).map((finding) => withSource(finding, used, configured));
    return { findings, samples: check.samples?.(measure) ?? [] };
  } catch (error) {
    return { findings: [notSeen(check, error, deadline.aborted ? timeoutMs : undefined)], samples: [] };
  }
}

/** A limit that nobody can trace is one that nobody dares to change. */
function withSource(finding: Finding, used: Readonly<Record<string, unknown>>, configured: Readonly<Record<string, unknown>>): Finding {
  const { threshold } = finding;
  return threshold ? { ...finding, threshold: { ...threshold, from: sourceOf(threshold, used, configured) } } : finding;
}

function notSeen({ title }: Check, error: unknown, limitMs: number | undefined): Finding {
  if (error instanceof Absent) return { status: 'skipped', summary: `${title}: skipped, ${foreign(error.message)}.` };
  const why = limitMs === undefined ? foreign(reason(error)) : `no answer within its limit of ${duration(limitMs)}`;
  const remedies = isLocked(error) ? { remedies: [whoLocks] } : {};
  return { status: 'unknown', summary: `${title}: unknown, ${why}.`, because: why, ...remedies };
}
