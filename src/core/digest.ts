import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { Policy } from './gate.ts';
import type { StoredPlan } from './run.ts';

/** sha256 in hex over the canonical JSON (RFC 8785) of a value. */
export function digestOf(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? 'undefined')
    .digest('hex');
}

/** What people read is what they approve: all that is shown and all that the steps get is in it. */
export function planDigest(about: {
  readonly environment: string;
  readonly task: string;
  readonly input: unknown;
  readonly plan: StoredPlan;
  readonly policy: Policy;
}): string {
  return digestOf(about);
}

/** The first characters of a digest, as people type and compare it. */
export function shortDigest(digest: string): string {
  return digest.slice(0, 4);
}
