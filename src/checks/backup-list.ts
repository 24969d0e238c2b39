import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding } from '../core/finding.ts';
import type { Archive, Rubble } from '../ports/backups.ts';
import { ago, bytes } from '../lib/words.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { backUp, verifyIt } from './backup/remedies.ts';

const SHOWN = 7;
/** So many of the newest that nobody has read yet have a button; a longer list would be one of buttons. */
const OFFERED = 10;

/** The list behind `backup list`: a finding an archive, newest first, with what is proven of it. */
export const backupList = defineCheck({
  id: 'backup-list',
  title: 'Backups',
  why: 'Says which archives there are and which of them can be trusted.',
  procedures: ['S14', 'S78'],
  limits: z.object({}),
  needs: ['backups'],
  async probe({ backups, signal, now }) {
    return { ...(await backups.list(signal)), now };
  },
  judge: ({ archives, rubble, now }) => {
    const evidence = leftovers(rubble);
    if (archives.length === 0) return [{ status: 'critical', summary: 'There is no backup.', evidence, remedies: [backUp] }];
    const unread = archives.filter(({ verification }) => verification === undefined).slice(0, OFFERED);
    return archives.map((archive, index) => ({
      ...lineOf(archive, now),
      ...(unread.includes(archive) && { remedies: verifyIt(archive) }),
      // What is no archive stands below all that are.
      ...(index === archives.length - 1 && { evidence }),
    }));
  },
});

function lineOf({ name, bytes: size, takenAt, verification }: Archive, now: Date): Finding {
  const subject = foreign(name, 100);
  const head = `${foreignCode(name, 100)} · ${bytes(size)} · ${ago(takenAt, now)}`;
  if (!verification) return { status: 'unknown', subject, summary: `${head} · not verified yet` };
  if (verification.problems.length > 0)
    return { status: 'critical', subject, summary: `${head} · ${foreign(verification.problems.join('; '), 300)}` };
  if (verification.kind === 'legacy')
    return {
      status: 'warn',
      subject,
      summary: `${head} · legacy: gzip, tar and the end of the dump are right, there is no manifest to prove more`,
    };
  return { status: 'ok', subject, summary: `${head} · verified to level ${verification.level}` };
}

function leftovers(rubble: readonly Rubble[]): readonly string[] {
  const shown = rubble.slice(0, SHOWN).map(({ name, why }) => `no backup: ${foreignCode(name, 80)} (${foreign(why, 150)})`);
  return rubble.length > SHOWN ? [...shown, `… and ${rubble.length - SHOWN} more that are no backup`] : shown;
}
