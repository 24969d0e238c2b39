import { checklists as lists } from './checklists/index.ts';
import { checks } from './checks/index.ts';
import type { Checklist, ScheduledTask } from './core/checklist.ts';
import type { Definitions } from './core/definitions.ts';
import { tasks } from './tasks/index.ts';

const byId = <Thing extends { readonly id: string }>(things: readonly Thing[]): ReadonlyMap<string, Thing> =>
  new Map(things.map((thing) => [thing.id, thing]));

/** Everything that this version can run. */
export const definitions: Definitions = {
  checks: byId(checks),
  tasks: byId(tasks),
  checklists: byId(lists.filter((one): one is Checklist => one.kind === 'checklist')),
  scheduledTasks: byId(lists.filter((one): one is ScheduledTask => one.kind === 'scheduled task')),
};
