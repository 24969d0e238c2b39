import { ask } from '../core/ask.ts';
import { defineScheduledTask } from '../core/checklist.ts';
import { createBackup } from '../tasks/create-backup.ts';

/** A backup every night, before the morning asks how old the newest one is; the task ends in its own verification. */
export const backupNightly = defineScheduledTask({
  id: 'backup-nightly',
  title: 'Nightly backup',
  cron: '0 2 * * *',
  asks: ask(createBackup, {}),
});
