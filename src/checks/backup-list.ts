import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding } from '../core/finding.ts';
import type { Archive } from '../ports/backups.ts';
import { ago, bytes, plural } from '../lib/words.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';

/** The list behind `backup list`: a line an archive, newest first, with what is proven of it. */
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
  judge: ({ archives, rubble, now }) => [
    ...archives.map((archive) => lineOf(archive, now)),
    ...(archives.length === 0
      ? [{ status: 'warn', summary: 'There is no backup yet. Make one with `/bigshot backup create`.' } as const]
      : []),
    ...(archives.some(({ verification }) => !verification)
      ? [{ status: 'skipped', summary: '`/bigshot backup verify NAME` reads an archive to its end and says what is proven.' } as const]
      : []),
    ...(rubble.length === 0
      ? []
      : [
          {
            status: 'skipped',
            summary: `${plural(rubble.length, 'other thing')} in the folder: ${rubble.map(({ name, why }) => `${foreignCode(name, 80)} (${why})`).join(', ')}.`,
          } as const,
        ]),
  ],
});

function lineOf({ name, bytes: size, takenAt, verification }: Archive, now: Date): Finding {
  const head = `\`${name}\` · ${bytes(size)} · ${ago(takenAt, now)}`;
  if (!verification) return { status: 'unknown', summary: `${head} · not verified yet` };
  if (verification.problems.length > 0)
    return { status: 'critical', summary: `${head} · ${foreign(verification.problems.join('; '), 300)}` };
  if (verification.kind === 'legacy')
    return { status: 'warn', summary: `${head} · legacy: gzip, tar and the end of the dump are right, there is no manifest to prove more` };
  return { status: 'ok', summary: `${head} · verified to level ${verification.level}` };
}
