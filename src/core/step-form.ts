/** What a form about a step says; what was left empty is left out. */
export interface StepForm {
  readonly step: string;
  readonly outcome: 'done' | 'skip' | 'open';
  readonly note?: string;
  /** The id of a person. */
  readonly owner?: string;
  /** `2026-12-01` */
  readonly due?: string;
}

/** A command with its options, as if it had been typed. */
export interface Filled {
  readonly id: string;
  readonly options: Readonly<Record<string, string>>;
}

/** The commands that a form stands for, in order, or what must be put right in it, by field. */
export function commandsOf({
  step,
  outcome,
  note,
  owner,
  due,
}: StepForm): { readonly commands: readonly Filled[] } | { readonly wrong: Readonly<Record<string, string>> } {
  const onlyOpen = 'Only a step that stays open has an owner and a day: empty this, or say that it stays open.';
  const misplaced = { ...(owner !== undefined && { owner: onlyOpen }), ...(due !== undefined && { due: onlyOpen }) };
  if (outcome !== 'open' && Object.keys(misplaced).length > 0) return { wrong: misplaced };
  if (outcome === 'done') return { commands: [{ id: 'step done', options: { step, ...(note !== undefined && { note }) } }] };
  if (outcome === 'skip')
    return note === undefined
      ? { wrong: { note: 'To leave a step out takes a reason, which the log keeps.' } }
      : { commands: [{ id: 'step skip', options: { step, reason: note } }] };
  if (note !== undefined) return { wrong: { note: 'A note belongs to a step that is done or left out: empty this, or say which it is.' } };
  const commands = [
    ...(owner === undefined ? [] : [{ id: 'step give', options: { step, person: `<@${owner}>` } }]),
    ...(due === undefined ? [] : [{ id: 'step due', options: { step, day: due } }]),
  ];
  return commands.length > 0
    ? { commands }
    : { wrong: { outcome: 'It is open already: name an owner or a day, or say what became of it.' } };
}
