import type { Command } from '../core/command.ts';
import type { Definitions, Subject } from '../core/definitions.ts';
import { list } from '../lib/words.ts';

/** A check, checklist or task, as people read about it before they ask for it by its name. */
export interface SubjectLine {
  readonly id: string;
  readonly kind: Subject['kind'];
  readonly title: string;
  readonly why: string;
  /** What it cannot do without, and a name alone does not say. */
  readonly missing: readonly string[];
  /** How its own command is typed, where it has one. */
  readonly usage?: string;
}

/** Everything that can be run: the checklists first, then the tasks, then the single checks. */
export function subjectLines({ checklists, tasks, checks }: Definitions, commands: readonly Command[]): readonly SubjectLine[] {
  return [...checklists.values(), ...tasks.values(), ...checks.values()].map((subject) => {
    const own = commands.find((command) => command.subject === subject.id);
    return {
      id: subject.id,
      kind: subject.kind,
      title: subject.title,
      why: subject.kind === 'checklist' ? `Asks for ${list(subject.items.map(({ id }) => id))}.` : subject.why,
      missing: missingOf(subject),
      ...(own === undefined ? {} : { usage: own.usage }),
    };
  });
}

function missingOf(subject: Subject): readonly string[] {
  const input = subject.kind === 'task' ? subject.input.safeParse({}) : undefined;
  return [...new Set(input?.error?.issues.map(({ path }) => path.join('.')) ?? [])];
}
