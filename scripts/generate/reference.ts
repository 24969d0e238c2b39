import type { Check } from '../../src/core/check.ts';
import type { Command } from '../../src/core/command.ts';
import type { Definitions } from '../../src/core/definitions.ts';
import { isHeldByFreeze } from '../../src/core/task.ts';
import type { Task } from '../../src/core/task.ts';
import { fieldRows } from './fields.ts';
import { code, heading, table } from './markdown.ts';
import type { ProcedureTitles } from './procedures.ts';

const defaultLimitMs = 10_000;

/** The page of all commands. `name` is the slash command with its slash. */
export function commandsPage(name: string, commands: readonly Command[]): string {
  const about = `Type a command after ${code(name)}, or after a mention of the bot in a thread. Buttons send the same lines.`;
  const rows = commands.map(({ usage, why, subject }) => [code(`${name} ${usage}`), why, subject === undefined ? '' : code(subject)]);
  return page(heading('Commands', about), table(['Command', 'What it does', 'Its policy is that of'], rows));
}

/** The page of all checks with their limits. Throws when a check names a procedure that the guide does not have. */
export function checksPage(checks: Definitions['checks'], procedures: ProcedureTitles): string {
  const about = `Limits are set in ${code('bigshot.yml')} under ${code('checks.<id>')}. What could not be looked at is “unknown”, never “ok”.`;
  return page(heading('Checks', about), ...[...checks.values()].map((check) => checkSection(check, procedures)));
}

function checkSection({ id, title, why, procedures, limits, needs, timeoutMs }: Check, titles: ProcedureTitles): readonly string[] {
  return [
    ...section(id, title, why),
    `- Looks at: ${needs.map(code).join(', ') || 'nothing outside'}; time limit ${(timeoutMs ?? defaultLimitMs) / 1000} s`,
    ...carried(procedures, titles),
    '',
    ...table(['Limit', 'Default', 'Meaning'], fieldRows(limits)),
  ];
}

/** The page of all tasks: what they do step by step, how bad it can get, and the way back. */
export function tasksPage(tasks: Definitions['tasks'], procedures: ProcedureTitles): string {
  const about =
    'The risk decides the policy, the configuration may only tighten it. A destructive task needs the approval of somebody else.';
  return page(heading('Tasks', about), ...[...tasks.values()].map((task) => taskSection(task, procedures)));
}

function taskSection(task: Task, titles: ProcedureTitles): readonly string[] {
  const { id, title, why, procedures, needs, steps, mutes = [], input } = task;
  return [
    ...section(id, title, why),
    `- Risk: **${task.risk}**; the way back: ${wayBack(task)}`,
    `- Works with: ${needs.map(code).join(', ')}`,
    ...(mutes.length > 0 ? [`- While it runs, these checks are muted: ${mutes.map(code).join(', ')}`] : []),
    `- A freeze ${isHeldByFreeze(task) ? 'holds it' : 'does not hold it'}`,
    ...carried(procedures, titles),
    '',
    ...table(['Input', 'Default', 'Meaning'], fieldRows(input)),
    ...steps.map(({ does }, index) => `${index + 1}. ${does}`),
    ...(steps.length > 0 ? [''] : []),
  ];
}

function wayBack(task: Task): string {
  if (task.risk === 'read') return 'not needed, nothing is changed';
  if (task.risk === 'destructive' && 'irreversible' in task) return `none: ${task.irreversible}`;
  if (task.risk === 'destructive') return `undo, for ${task.undoDays} days`;
  return task.undo ? 'undo' : 'not needed, nothing is lost';
}

/** The page of checklists and schedules. */
export function checklistsPage({ checklists, scheduledTasks }: Pick<Definitions, 'checklists' | 'scheduledTasks'>): string {
  const about = `Run one with ${code('run <id>')}. A schedule is changed or switched off under ${code('schedules')} in ${code('bigshot.yml')}.`;
  const lists = [...checklists.values()].map(({ id, title, cron, on, items, offers = [], steps = [] }) => [
    ...section(id, title, when(cron, on, 'Only when somebody asks for it.')),
    ...items.map((item) => `- ${code(item.id)}: ${item.title}`),
    ...offers.map(
      ({ label, line, asks }) => `- offers ${label}: ${code(line)}${asks ? `, or by itself with ${code(`runs: [${asks.task}]`)}` : ''}`,
    ),
    ...steps.map((step) => `- by hand: ${step.title}`),
    '',
  ]);
  const tasks = [...scheduledTasks.values()].map(({ id, title, cron, on, asks }) => [
    ...section(
      id,
      title,
      `${when(cron, on, 'Only with a schedule of its own in the configuration.')} Asks for the task ${code(asks.task)}.`,
    ),
  ]);
  return page(heading('Checklists and schedules', about), ...lists, ...tasks);
}

function when(cron: string | undefined, on: string | undefined, never: string): string {
  if (cron === undefined) return never;
  return `By itself at ${code(cron)}${on === undefined ? '' : `, on ${on === 'business days' ? on : `the ${on}`}`}.`;
}

function section(id: string, title: string, why: string): readonly string[] {
  return [`## ${title} (${code(id)})`, '', why, ''];
}

function carried(procedures: readonly string[], titles: ProcedureTitles): readonly string[] {
  const named = procedures.map((number) => {
    const title = titles.get(number);
    if (title === undefined) throw new Error(`docs/procedures.json has no procedure ${number}`);
    return `${number} ${title}`;
  });
  return named.length === 0 ? [] : [`- Procedures of the maintenance guide: ${named.join('; ')}`];
}

function page(...parts: readonly (readonly string[])[]): string {
  return `${parts.flat().join('\n').trimEnd()}\n`;
}
