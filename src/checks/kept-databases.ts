import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import type { Finding } from '../core/finding.ts';
import { foreignCode } from '../lib/foreign.ts';
import { ago, bytes, plural } from '../lib/words.ts';
import type { KeptDatabase } from '../ports/database.ts';

const DAY_MS = 24 * 3_600_000;

interface Measure {
  readonly kept: readonly KeptDatabase[];
  readonly now: Date;
}

export const keptDatabases = defineCheck({
  id: 'kept-databases',
  title: 'Kept databases',
  why: 'A restore keeps the old database whole beside the new one, and nothing drops it by itself.',
  procedures: ['S111', 'S118'],
  limits: z.object({ warn: z.number().default(7).describe('days since a database was put aside; so long one can ask to swap it back') }),
  needs: ['database'],
  probe: async ({ database, now, signal }): Promise<Measure> => ({ kept: await database.kept(signal), now }),
  judge: ({ kept, now }, { warn }) =>
    kept.length === 0
      ? [{ status: 'ok', summary: 'No restore has left a database aside.' }]
      : kept.map((database) => judge(database, now, warn)),
});

function judge({ name, bytes: size, since }: KeptDatabase, now: Date, days: number): Finding {
  const what = `${foreignCode(name, 80)} (${bytes(size)})`;
  const measure = { value: size, unit: 'bytes' } as const;
  if (since === undefined) {
    const text = 'Nobody notes its age any more, so I do not drop it: drop it in psql when nobody wants it back.';
    return {
      status: 'warn',
      subject: name,
      summary: `${what} was put aside, and since when is unknown.`,
      measure,
      remedies: [{ kind: 'advice', text }],
    };
  }
  const summary = `${what} was put aside ${ago(since, now)}`;
  if (now.getTime() - since.getTime() < days * DAY_MS) return { status: 'ok', subject: name, summary: `${summary}.`, measure };
  return {
    status: 'warn',
    subject: name,
    summary: `${summary} (warn ${plural(days, 'day')}).`,
    measure,
    remedies: [{ kind: 'line', label: 'Plan dropping it', line: 'run drop-kept-databases' }],
  };
}
