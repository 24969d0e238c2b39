import { cpu } from '../checks/cpu.ts';
import { diskSpace } from '../checks/disk-space.ts';
import { memory } from '../checks/memory.ts';
import { load } from '../checks/load.ts';
import { containerStats } from '../checks/container-stats.ts';
import { defineChecklist } from '../core/checklist.ts';

/** What the host and its containers have left. */
export const resources = defineChecklist({ id: 'resources', title: 'Resources', items: [diskSpace, memory, load, containerStats, cpu] });
