import { z } from 'zod';
import { OpsError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { Look } from '../core/look.ts';
import { BackupLabel, BackupName, NewBackupName } from '../core/names.ts';
import type { Run } from '../core/run.ts';
import { defineTask, type Plan } from '../core/task.ts';
import { foreign } from '../lib/foreign.ts';
import { bytes } from '../lib/words.ts';
import type { Verification } from '../ports/backups.ts';
import { neededBytes, whyNoRoom, type Room } from '../core/backup-room.ts';
import { rowsInWords } from './restore/rows.ts';

type Needs = 'backups' | 'database';

const CreateInput = z.object({
  name: NewBackupName.describe('the name of the new archive; left out, it is made from the day and time').optional(),
  label: BackupLabel.optional(),
});
const CreateWork = z.object({ name: BackupName, databaseBytes: z.number() });
type CreateWork = z.infer<typeof CreateWork>;

const MEBIBYTE = 1024 * 1024;

/** Writes an archive and reads it back: only what was verified is a backup. */
export const createBackup = defineTask({
  id: 'create-backup',
  title: 'Make a backup',
  why: 'A dump that nobody has read back is only a hope.',
  procedures: ['S30'],
  risk: 'change',
  goesOnInFreeze: true,
  input: CreateInput,
  work: CreateWork,
  needs: ['backups', 'database'],
  locks: () => ['backups'],
  plan: planBackup,
  async stale({ backups, signal }, { name }, done) {
    if (done.length > 0) return undefined;
    const { archives } = await backups.list(signal);
    return archives.some((archive) => archive.name === name) ? `there is a backup named ${name} by now` : undefined;
  },
  steps: [
    {
      id: 'write',
      does: 'writing the archive',
      async act(act, { name, databaseBytes }) {
        const { backups, signal } = act;
        // It has its name only when it is complete, so one that is there was written by an attempt that died behind it.
        const { archives } = await backups.list(signal);
        if (archives.some((archive) => archive.name === name)) return;
        const of = Math.max(1, Math.round(databaseBytes / MEBIBYTE));
        await backups.create(
          name,
          (done) => act.progress(Math.min(of, Math.round(done / MEBIBYTE)), of, 'MiB of the database dumped:'),
          signal,
        );
      },
    },
    {
      id: 'verify',
      does: 'reading it back',
      async act({ backups, signal }, { name }) {
        const { verified, problems, notApplicable } = await backups.verify(name, signal);
        if (!verified)
          throw new OpsError('backups', `${name} is not verified: ${[...problems, ...notApplicable].slice(0, 3).join('; ')}`, {
            permanent: true,
          });
      },
    },
  ],
  cleanUp: ({ backups }, { name }) => backups.sweep(name),
  verify: provenBackup,
});

async function planBackup({ backups, database, signal, now }: Look<Needs>, input: z.infer<typeof CreateInput>): Promise<Plan<CreateWork>> {
  await backups.tools(signal);
  const { archives } = await backups.list(signal);
  const name =
    input.name ??
    freeName(
      input.label,
      now,
      archives.map((archive) => archive.name),
    );
  if (archives.some((archive) => archive.name === name)) return { is: 'impossible', why: `There is a backup named \`${name}\` already.` };
  const { sizeBytes } = await database.traits(signal);
  const last = archives[0]?.bytes;
  const room: Room = { ...(await backups.space(signal)), databaseBytes: sizeBytes, ...(last === undefined ? {} : { lastBytes: last }) };
  const why = whyNoRoom(room);
  if (why !== undefined) return { is: 'impossible', why };
  return {
    is: 'plan',
    summary: `\`${name}\``,
    facts: [
      `dumps \`${database.live}\` (${bytes(sizeBytes)}) in one snapshot, packed while it runs`,
      `up to ${bytes(neededBytes(room))} of disk, ${bytes(room.freeBytes)} are free`,
      'read back and verified to level 3 before it counts',
    ],
    impact: 'reads every table once; nothing stops and nothing is changed',
    work: { name, databaseBytes: sizeBytes },
  };
}

/** Names as the platform's own scripts and guide make them. */
function freeName(label: string | undefined, now: Date, taken: readonly string[]): string {
  const [day = '', time = ''] = now.toISOString().replaceAll(/[-:]/g, '').slice(0, 15).split('T');
  if (label === undefined) return `bigshot_backup_${day}_${time}`;
  return taken.includes(`${label}-${day}`) ? `${label}-${day}_${time}` : `${label}-${day}`;
}

async function provenBackup({ backups, signal }: Look<Needs>, { name }: CreateWork, aim?: Run['aim']): Promise<readonly Finding[]> {
  const { archives } = await backups.list(signal);
  const found = archives.find((archive) => archive.name === name);
  if (!found && aim === 'clean up') return [{ status: 'ok', summary: `There is no backup \`${name}\`, and nothing of it is left.` }];
  if (!found) return [{ status: 'critical', summary: `There is no backup \`${name}\`: nothing was written.` }];
  const verification = found.verification ?? (await backups.verify(name, signal));
  return [receiptOf(verification), ...withoutRedis(verification)];
}

/** A backup without what Redis held is one, but nobody must think that it has everything. */
function withoutRedis({ contents }: Verification): readonly Finding[] {
  if (contents?.redis?.is !== 'left out') return [];
  return [{ status: 'warn', subject: 'Redis', summary: `What Redis holds is not in it: ${foreign(contents.redis.why, 300)}.` }];
}

function receiptOf({ name, verified, level, problems, bytes: size, contents }: Verification): Finding {
  if (!verified)
    return {
      status: 'critical',
      subject: name,
      summary: `\`${name}\` is not verified: ${foreign(problems.join('; ')) || 'it has no manifest'}.`,
    };
  const rows = contents ? `, ${rowsInWords(contents.rows)}` : '';
  return { status: 'ok', subject: name, summary: `\`${name}\` is verified to level ${level}: ${bytes(size)}${rows}.` };
}
