import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Policy } from './gate.ts';
import type { Run, StoredPlan } from './run.ts';

/** sha256 in hex over the canonical JSON (RFC 8785) of a value. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? 'undefined')
    .digest('hex');
}

/** What people read is what they approve: all that is shown of the wish and its plan, and all that the steps get, is in it. */
export function planDigest(about: {
  readonly run: Pick<Run, 'environment' | 'subject' | 'input' | 'by' | 'reason' | 'undoes' | 'lateFor'>;
  readonly title: string;
  readonly plan: StoredPlan;
  readonly policy: Policy;
}): string {
  const { environment, subject, input, by, reason, undoes, lateFor } = about.run;
  const wish = { environment, subject, input, by, reason, undoes, lateFor: lateFor?.toISOString() ?? null };
  return digestOf({ ...about, run: wish });
}

/** The first characters of a digest, as people type and compare it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 4);
}
