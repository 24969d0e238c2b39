import { checklists as lists } from './checklists/index.ts';
import { checks } from './checks/index.ts';
import { ownCheck } from './checks/own/own-check.ts';
import type { Checklist, ScheduledTask } from './core/checklist.ts';
import type { Definitions } from './core/definitions.ts';
import type { Own } from './core/own.ts';
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

/** The same with what the configuration adds: checks of its own, in the checklists that it names, and steps by hand. */
export function definitionsWith({ checks: own, steps }: Own): Definitions {
  const made = own.map(({ id, about }) => ({ check: ownCheck(id, about), lists: about.in }));
  const extended = (list: Checklist): Checklist => ({
    ...list,
    items: [...list.items, ...made.flatMap(({ check, lists: within }) => (within.includes(list.id) ? [check] : []))],
    steps: [
      ...(list.steps ?? []),
      ...steps.flatMap(({ id, title, days, in: within }) => (within === list.id ? [{ id, title, days, procedures: [] }] : [])),
    ],
  });
  return {
    ...definitions,
    checks: new Map([...definitions.checks, ...made.map(({ check }) => [check.id, check] as const)]),
    checklists: new Map([...definitions.checklists].map(([id, list]) => [id, extended(list)])),
  };
}
