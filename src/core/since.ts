import { isWell } from './finding.ts';
import type { Finding } from './finding.ts';

/** What the same check said before, and when. */
export interface Earlier {
  readonly at: Date;
  readonly findings: readonly Finding[];
}

/** Dates each finding that is not well: from the run before where that said so of the same subject, else from now. Not to know is something else than to be bad. */
export function dated(findings: readonly Finding[], earlier: Earlier | undefined, now: Date): readonly Finding[] {
  return findings.map((finding) => {
    if (isWell(finding)) return finding;
    const same = earlier?.findings.find(
      (one) => !isWell(one) && (one.status === 'unknown') === (finding.status === 'unknown') && one.subject === finding.subject,
    );
    return { ...finding, since: same?.since ?? (same && earlier ? earlier.at : now).toISOString() };
  });
}
