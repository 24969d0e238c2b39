import { systemUpdates } from '../checks/updates/system-updates.ts';
import { engineVersion } from '../checks/updates/engine-version.ts';
import { pythonUpdates } from '../checks/updates/python-updates.ts';
import { imageUpdates } from '../checks/updates/image-updates.ts';
import { nodeUpdates } from '../checks/updates/node-updates.ts';
import { imageScan } from '../checks/updates/image-scan.ts';
import { deadRows } from '../checks/database/dead-rows.ts';
import { slowQueries } from '../checks/database/slow-queries.ts';
import { topQueries } from '../checks/database/top-queries.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What costs the database most, and what is to be brought up to date this week. */
export const weekStart = defineChecklist({
  id: 'week-start',
  title: 'Start of the week',
  procedures: ['S2'],
  cron: '30 8 * * *',
  on: 'first business day of the week',
  items: [topQueries, slowQueries, deadRows, systemUpdates, engineVersion, pythonUpdates, nodeUpdates, imageUpdates, imageScan],
  steps: [
    {
      id: 'slow-queries',
      title: 'Optimise the slowest queries: see their plans, add an index or rewrite them',
      procedures: ['S61'],
      days: 4,
    },
  ],
});
