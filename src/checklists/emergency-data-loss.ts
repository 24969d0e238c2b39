import { backupFreshness } from '../checks/backup-freshness.ts';
import { backupIntegrity } from '../checks/backup-integrity.ts';
import { database } from '../checks/database.ts';
import { databaseCounters } from '../checks/database/database-counters.ts';
import { databaseIntegrity } from '../checks/database/database-integrity.ts';
import { keptDatabases } from '../checks/kept-databases.ts';
import { missingTables } from '../checks/missing-tables.ts';
import { tableActivity } from '../checks/database/table-activity.ts';
import { tableSizes } from '../checks/database/table-sizes.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What is missing, since when, and which backup still has it. */
export const emergencyDataLoss = defineChecklist({
  id: 'emergency-data-loss',
  title: 'Emergency: loss of data',
  items: [
    missingTables,
    tableActivity,
    tableSizes,
    databaseCounters,
    databaseIntegrity,
    backupFreshness,
    backupIntegrity,
    keptDatabases,
    database,
  ],
  offers: [
    { label: 'List backups', line: 'backup list --public' },
    { label: 'Rows a table', line: 'db size --public' },
  ],
  steps: [
    { id: 'damage', title: 'Find out which data are missing and since when', procedures: ['S117'], days: 0 },
    { id: 'choose', title: 'Choose the newest backup that still has them, and plan its restore', procedures: ['S118'], days: 0 },
    { id: 'verify', title: 'After it, look for what is still missing; if it is, take an earlier backup', procedures: ['S119'], days: 0 },
  ],
});
