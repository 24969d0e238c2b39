import type { Checklist } from '../../src/core/checklist.ts';
import type { Command } from '../../src/core/command.ts';
import type { Definitions } from '../../src/core/definitions.ts';
import { code, heading, table } from './markdown.ts';
import type { Procedure } from './procedures.ts';

/** What carries a row of the guide, and how people reach it. */
interface Carrier {
  readonly what: string;
  readonly lines: readonly string[];
}

/** A row of the guide with everything that carries it. */
export interface Coverage {
  readonly procedure: Procedure;
  readonly carriers: readonly Carrier[];
}

/** Every row of the guide with what carries it, from the definitions alone. */
export function coverageOf(
  procedures: readonly Procedure[],
  { checks, tasks, checklists }: Definitions,
  commands: readonly Command[],
): readonly Coverage[] {
  const lists = [...checklists.values()];
  return procedures.map((procedure) => {
    const has = ({ procedures: rows = [] }: { readonly procedures?: readonly string[] }): boolean => rows.includes(procedure.number);
    return {
      procedure,
      carriers: [
        ...[...checks.values()].filter(has).map(({ id }) => ({ what: `check ${code(id)}`, lines: linesTo(id, commands, lists) })),
        ...[...tasks.values()].filter(has).map(({ id }) => ({ what: `task ${code(id)}`, lines: linesTo(id, commands, []) })),
        ...lists.filter(has).map(({ id }) => ({ what: `checklist ${code(id)}`, lines: linesTo(id, commands, []) })),
        ...lists.flatMap((list) =>
          (list.steps ?? []).filter(has).map((step) => ({ what: `step by hand “${step.title}”`, lines: [`run ${list.id}`] })),
        ),
        ...commands.filter(has).map(({ id }) => ({ what: `command ${code(id)}`, lines: [id] })),
      ],
    };
  });
}

/** Its own commands; else a checklist that has it; else its name alone. */
function linesTo(id: string, commands: readonly Command[], lists: readonly Checklist[]): readonly string[] {
  const own = commands.filter(({ subject }) => subject === id).map((command) => command.id);
  const within = lists.filter(({ items }) => items.some((item) => item.id === id)).map((list) => list.id);
  return own.length > 0 ? own : within.length > 0 ? [`run ${within[0] ?? ''}`] : [`run ${id}`];
}

/** The page of the whole guide: what carries each of its procedures, and what is still open. */
export function coveragePage(coverage: readonly Coverage[]): string {
  const open = coverage.filter(({ procedure }) => procedure.later !== undefined);
  const about = `Each procedure of the maintenance guide by its number, with what carries it and the line that reaches it. ${coverage.length - open.length} of ${coverage.length} are carried, ${open.length} are open: those say what is to come.`;
  const rows = coverage.map(({ procedure: { number, title, later }, carriers }) => [
    number,
    title,
    carriers.map(({ what }) => what).join(', '),
    [...new Set(carriers.flatMap(({ lines }) => lines))].map(code).join(', '),
    later === undefined ? '' : `open: ${later}`,
  ]);
  return [
    ...heading('Coverage of the maintenance guide', about),
    ...table(['Row', 'Procedure', 'Carried by', 'Reached by', 'Open'], rows),
  ].join('\n');
}
