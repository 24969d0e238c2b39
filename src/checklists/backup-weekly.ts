import { ask } from '../core/ask.ts';
import { defineScheduledTask } from '../core/checklist.ts';
import { createBackup } from '../tasks/create-backup.ts';

/** The backup of the week by itself; without a schedule of its own the end of the week offers it as a button. */
export const backupWeekly = defineScheduledTask({
  id: 'backup-weekly',
  title: 'Weekly backup',
  asks: ask(createBackup, { label: 'weekly' }),
});
