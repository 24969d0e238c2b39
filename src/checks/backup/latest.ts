import type { Finding, Remedy } from '../../core/finding.ts';
import { foreign, foreignCode } from '../../lib/foreign.ts';
import { ago } from '../../lib/words.ts';
import type { Archive, Rubble } from '../../ports/backups.ts';

/** So long a backup may still be under way. */
const UNDER_WAY_MS = 10 * 60_000;

/** However fresh the newest verified backup is: that the last attempt went wrong is news, and the next one may go wrong too. */
export function lastAttempt(
  { archives, rubble, now }: { readonly archives: readonly Archive[]; readonly rubble: readonly Rubble[]; readonly now: Date },
  cure: Remedy,
): readonly Finding[] {
  const verified = archives.find(({ verification }) => verification?.verified);
  if (!verified) return [];
  const [newest] = archives;
  const problem = newest === verified ? undefined : newest?.verification?.problems[0];
  const failed: readonly Finding[] =
    newest === undefined || problem === undefined
      ? []
      : [
          {
            status: 'warn',
            subject: 'newest archive',
            summary: `The newest archive, ${foreignCode(newest.name, 100)} (${ago(newest.takenAt, now)}), failed its verification: ${foreign(problem, 200)}.`,
            remedies: [cure],
          },
        ];
  const broken = rubble.find(({ modifiedAt }) => isSinceThen(modifiedAt, verified, now));
  if (!broken?.modifiedAt) return failed;
  const summary = `${foreignCode(broken.name, 100)} (${ago(broken.modifiedAt, now)}) is newer than every verified backup and is none: ${foreign(broken.why, 200)}.`;
  return [...failed, { status: 'warn', subject: 'newest attempt', summary, remedies: [cure] }];
}

function isSinceThen(at: Date | undefined, { takenAt }: Archive, now: Date): boolean {
  return at !== undefined && at > takenAt && now.getTime() - at.getTime() > UNDER_WAY_MS;
}
