import { definitions } from '../../src/registry.ts';

const all = [...definitions.checklists.values(), ...definitions.scheduledTasks.values()].map(({ id }) => id);

/** The part `schedules` of a configuration in which nothing comes by itself but these. */
export function onlySchedules(crons: Readonly<Record<string, string | object>> = {}): string {
  return JSON.stringify({ timezone: 'UTC', ...Object.fromEntries(all.map((id) => [id, crons[id] ?? false])) });
}
