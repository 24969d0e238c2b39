import { engineVersion } from '../checks/updates/engine-version.ts';
import { imageUpdates } from '../checks/updates/image-updates.ts';
import { nodeUpdates } from '../checks/updates/node-updates.ts';
import { pythonUpdates } from '../checks/updates/python-updates.ts';
import { systemUpdates } from '../checks/updates/system-updates.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What could be brought up to date; nothing is changed by looking. */
export const updates = defineChecklist({
  id: 'updates',
  title: 'Updates',
  items: [systemUpdates, engineVersion, pythonUpdates, nodeUpdates, imageUpdates],
});
