import { z } from 'zod';
import { Absent } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { BackupChoice } from '../core/names.ts';
import { defineTask } from '../core/task.ts';
import type { Verification } from '../ports/backups.ts';
import { foreign } from '../lib/foreign.ts';
import { nearest } from './restore/choice.ts';
import { ago, bytes, count, duration, list, plural } from '../lib/words.ts';

const SHOWN = 3;

const VerifyWork = z.object({ backup: z.string() });

/** Reads one archive to its end; what it says is remembered for exactly this file. */
export const verifyBackup = defineTask({
  id: 'verify-backup',
  title: 'Verify a backup',
  why: 'A backup that nobody has read is a hope.',
  procedures: ['S15', 'S31', 'S79'],
  risk: 'read',
  input: z.object({
    backup: BackupChoice.describe(
      'the name of an archive, without its ending, or `latest` for the newest verified one; left out, the newest file',
    ).optional(),
  }),
  work: VerifyWork,
  needs: ['backups'],
  repeatable: true,
  locks: () => [],
  async plan({ backups, signal, now }, { backup }) {
    const { archives } = await backups.list(signal);
    const wanted =
      backup === undefined
        ? archives[0]
        : backup === 'latest'
          ? archives.find(({ verification }) => verification?.verified === true)
          : archives.find(({ name }) => name === backup);
    if (!wanted)
      return {
        is: 'impossible',
        why: missing(
          backup,
          archives.map(({ name }) => name),
        ),
      };
    return {
      is: 'plan',
      summary: `\`${wanted.name}\``,
      facts: [`archive of ${bytes(wanted.bytes)}, taken ${ago(wanted.takenAt, now)}`],
      impact: 'reads the archive once, changes nothing',
      work: { backup: wanted.name },
    };
  },
  stale: () => Promise.resolve(undefined),
  steps: [
    {
      id: 'read',
      does: 'reading the archive to its end',
      async act({ backups, signal }, { backup }) {
        await backups.verify(backup, signal);
      },
    },
  ],
  async verify({ backups, signal, now }, { backup }) {
    const { archives } = await backups.list(signal);
    const verification = archives.find(({ name }) => name === backup)?.verification;
    if (!verification) throw new Absent(`the archive ${backup} is gone or has changed since it was read`);
    return verdictOn(verification, now);
  },
});

function missing(backup: string | undefined, names: readonly string[]): string {
  if (backup === undefined) return 'There is no archive in the backup folder.';
  const known =
    names.length === 0 ? 'There is no archive in the folder.' : `The newest are ${list(names.slice(0, 5).map((name) => `\`${name}\``))}.`;
  return backup === 'latest'
    ? `No archive is verified yet, so there is no latest one. ${known}`
    : `There is no backup named \`${backup}\`. ${nearest(backup, names)}`;
}

/** What one pass over an archive proved, in sentences. */
function verdictOn(verification: Verification, now: Date): readonly Finding[] {
  const { name, kind, level, problems, notApplicable, sha256, tookMs, contents, takenAt } = verification;
  // A dump that was made with --inserts has rows that nobody has counted.
  const rows =
    contents && Object.keys(contents.rows).length > 0
      ? `, ${count(Object.values(contents.rows).reduce((sum, one) => sum + one, 0))} rows in ${Object.keys(contents.rows).length} tables`
      : '';
  const facts = `${bytes(verification.bytes)}, taken ${ago(takenAt, now)}${rows}, sha256 ${sha256.slice(0, 4)}…${sha256.slice(-2)}, read in ${duration(tookMs)}`;
  const left = notApplicable.length > 0 ? ` Not applicable: ${notApplicable.join('; ')}.` : '';
  if (problems.length > 0) return [{ status: 'critical', summary: `\`${name}\` is not sound: ${foreign(inShort(problems), 500)}.` }];
  if (kind === 'legacy')
    return [
      {
        status: 'warn',
        summary: `\`${name}\` is *legacy*: gzip, tar and the end of the dump are right, but it has no manifest, so it counts neither for freshness nor for retention (${facts}).${left}`,
      },
    ];
  return [{ status: 'ok', summary: `\`${name}\` is *verified* to level ${level}: ${facts}.${left}` }];
}

function inShort(problems: readonly string[]): string {
  const more = problems.length > SHOWN ? `; and ${plural(problems.length - SHOWN, 'other problem')}` : '';
  return `${problems.slice(0, SHOWN).join('; ')}${more}`;
}
