import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { bytes, duration, plural } from '../lib/words.ts';
import type { Rubble, Verification } from '../ports/backups.ts';
import { backUp } from './backup/remedies.ts';

const SHOWN = 8;

/** `verification` of the newest archive, if there is one. */
interface Measure {
  readonly verification?: Verification;
  readonly rubble: readonly Rubble[];
}

export const backupIntegrity = defineCheck({
  id: 'backup-integrity',
  title: 'Integrity of the newest backup',
  why: 'A sound archive with half a dump in it looks like a backup until somebody needs it, so it is read to its end.',
  procedures: ['S15', 'S79'],
  limits: z.object({}),
  needs: ['backups'],
  timeoutMs: 120_000,
  probe: async ({ backups, signal }): Promise<Measure> => {
    const { archives, rubble } = await backups.list(signal);
    const [newest] = archives;
    return { rubble, ...(newest && { verification: await backups.verify(newest.name, signal) }) };
  },
  judge: ({ verification, rubble }) => [
    verification === undefined
      ? {
          status: 'unknown',
          summary: 'Integrity of the newest backup: unknown, there is no archive to read.',
          evidence: leftovers(rubble),
          remedies: [backUp],
        }
      : judge(verification, rubble),
  ],
});

function judge(verification: Verification, rubble: readonly Rubble[]): Finding {
  const { name, verified, kind, level, problems, notApplicable, bytes: size, tookMs } = verification;
  const code = foreignCode(name, 100);
  const evidence = [...problems, ...notApplicable].slice(0, SHOWN).map((line) => foreign(line, 300));
  const all = [...evidence, ...leftovers(rubble)];
  if (verified) {
    return { status: 'ok', summary: `${code} (${bytes(size)}) is verified to level ${level}, read in ${duration(tookMs)}.`, evidence: all };
  }
  if (problems.length === 0 && kind === 'legacy') {
    const summary = `${code} is a legacy archive: it can be read to its end, but without a manifest nothing proves that it is whole.`;
    return { status: 'warn', summary, evidence: all, remedies: [backUp] };
  }
  return {
    status: 'critical',
    summary: `${code} failed its verification: ${foreign(problems[0] ?? 'it is not what it should be', 200)}${problems.length > 1 ? `, and ${plural(problems.length - 1, 'other problem')}` : ''}.`,
    evidence: all,
    remedies: [backUp],
  };
}

function leftovers(rubble: readonly Rubble[]): readonly string[] {
  return rubble.slice(0, SHOWN).map(({ name, why }) => `no backup: ${foreignCode(name, 100)} (${foreign(why, 150)})`);
}
