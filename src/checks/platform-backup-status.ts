import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { foreignCode } from '../lib/foreign.ts';
import { plural } from '../lib/words.ts';

const SHOWN = 8;

export const platformBackupStatus = defineCheck({
  id: 'platform-backup-status',
  title: "The platform's own backup status",
  why: 'That endpoint lists folders only and never sees an archive: what it calls a backup is a leftover.',
  procedures: ['S13'],
  limits: z.object({}),
  needs: ['api'],
  probe: async ({ api, signal }) => (await api.backupStatus(signal)).body,
  judge: ({ backups }) => {
    const measure = { value: backups.length, unit: 'count' } as const;
    if (backups.length === 0) {
      return [
        { status: 'ok', summary: "The platform's own endpoint names no backup; it sees folders only and never an archive.", measure },
      ];
    }
    return [
      {
        status: 'warn',
        summary: `The platform's own endpoint names ${plural(backups.length, 'backup')}, but it sees folders only: these are leftovers and no backups.`,
        measure,
        evidence: backups.slice(0, SHOWN).map(({ name }) => foreignCode(name, 100)),
        remedies: [{ kind: 'line', label: 'List backups', line: 'backup list' }],
      },
    ];
  },
});
