import { z } from 'zod';
import type { Finding } from '../core/finding.ts';
import type { Look } from '../core/look.ts';
import { defineTask, type Plan } from '../core/task.ts';
import { ago, bytes, list, plural } from '../lib/words.ts';
import type { Archive, BackupsWriter } from '../ports/backups.ts';
import type { KeptDatabase } from '../ports/database.ts';
import { keptRedisName } from './restore/redis.ts';
import { UNDO_DAYS } from './restore/work.ts';

type Needs = 'backups' | 'database';

const DropWork = z.object({ names: z.array(z.string()) });
type DropWork = z.infer<typeof DropWork>;

const UNDO_MS = UNDO_DAYS * 24 * 3_600_000;

/** Drops what restores have put aside, when it is too old to be swapped back and a verified backup is newer. */
export const dropKeptDatabases = defineTask({
  id: 'drop-kept-databases',
  title: 'Drop kept databases',
  why: 'What a restore has put aside takes as much room as the database that serves.',
  procedures: ['S111', 'S118'],
  risk: 'destructive',
  irreversible: 'a database that was dropped is gone; what it held is in backups only.',
  input: z.object({}),
  work: DropWork,
  needs: ['backups', 'database'],
  locks: () => ['database'],
  plan: planDrop,
  async stale(look, { names }, done) {
    if (done.length > 0) return undefined;
    const { kept, newest } = await standing(look);
    const changed = kept.find((database) => names.includes(database.name) && !mayGo(database, newest, look.now));
    return changed && `${changed.name} may not go any more: it is too young, or no verified backup is newer`;
  },
  steps: [
    {
      id: 'drop',
      does: 'dropping them',
      async act(act, { names }) {
        for (const [index, name] of names.entries()) {
          act.progress(index, names.length, 'databases dropped:');
          await act.database.drop(name, act.signal);
          await forgetRedisOf(act.backups, name);
        }
      },
    },
  ],
  verify: whatIsGone,
});

/** What a restore has kept of Redis goes with the database that it has kept. */
async function forgetRedisOf({ redis }: BackupsWriter, database: string): Promise<void> {
  const [, run] = /_before_(\d+)$/.exec(database) ?? [];
  if (run !== undefined && !('absent' in redis)) await redis.forget(keptRedisName(Number(run)));
}

async function planDrop(look: Look<Needs>): Promise<Plan<DropWork>> {
  const { kept, newest } = await standing(look);
  if (kept.length === 0) return { is: 'nothing to do', why: 'No restore has left a database aside.' };
  const old = kept.filter(({ since }) => isOld(since, look.now));
  if (old.length === 0) return { is: 'nothing to do', why: `No database is known to have been put aside more than ${UNDO_DAYS} days ago.` };
  const going = old.filter((database) => mayGo(database, newest, look.now));
  if (!newest || going.length === 0)
    return { is: 'impossible', why: 'No verified backup is newer than what was put aside. Make one first: `backup create`.' };
  const size = going.reduce((sum, database) => sum + database.bytes, 0);
  return {
    is: 'plan',
    summary: list(going.map(({ name }) => `\`${name}\``)),
    facts: [
      ...going.map(({ name, bytes: own, since }) => `\`${name}\` of ${bytes(own)}${since ? `, put aside ${ago(since, look.now)}` : ''}`),
      `the newest verified backup is \`${newest.name}\`, taken ${ago(newest.takenAt, look.now)}`,
      'nobody can swap them back afterwards',
    ],
    impact: `frees about ${bytes(size)}; nothing stops`,
    work: { names: going.map(({ name }) => name) },
  };
}

async function standing({
  backups,
  database,
  signal,
}: Look<Needs>): Promise<{ readonly kept: readonly KeptDatabase[]; readonly newest?: Archive }> {
  const { archives } = await backups.list(signal);
  const newest = archives.find(({ verification }) => verification?.verified === true);
  return { kept: await database.kept(signal), ...(newest && { newest }) };
}

function isOld(since: Date | undefined, now: Date): boolean {
  return since !== undefined && now.getTime() - since.getTime() > UNDO_MS;
}

function mayGo({ since }: KeptDatabase, newest: Archive | undefined, now: Date): boolean {
  return isOld(since, now) && newest !== undefined && since !== undefined && newest.takenAt > since;
}

async function whatIsGone({ database, signal }: Look<Needs>, { names }: DropWork): Promise<readonly Finding[]> {
  const there = await database.existing(names, signal);
  const [left, gone] = [names.filter((name) => there[name]), names.filter((name) => !there[name])];
  return [
    ...(gone.length > 0
      ? [{ status: 'ok', summary: `${plural(gone.length, 'database')} dropped: ${list(gone.map((name) => `\`${name}\``))}.` } as const]
      : []),
    ...left.map((name): Finding => ({ status: 'warn', subject: name, summary: `\`${name}\` was not dropped.` })),
  ];
}
