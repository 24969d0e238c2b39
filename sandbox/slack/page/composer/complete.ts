/** One way to go on with what is being typed. */
export interface Suggestion {
  /** What it puts in the place of the word that was begun. */
  readonly insert: string;
  readonly label: string;
  readonly detail: string;
  /** A glyph before the label. */
  readonly glyph?: string | undefined;
}

/** What can be completed, by the character that begins it. */
export interface Sources {
  readonly commands: readonly { readonly command: string; readonly description: string; readonly hint: string }[];
  readonly people: readonly { readonly name: string; readonly detail: string }[];
  readonly channels: readonly string[];
  readonly emoji: Readonly<Record<string, string>>;
}

/** The word that was begun, from `start` to the caret, and what it can become. */
export interface Completion {
  readonly start: number;
  readonly suggestions: readonly Suggestion[];
}

const MOST = 8;
const SHORTEST_EMOJI = 2;

/** What can follow at the caret; nothing where nothing that is known was begun. */
export function complete(typed: string, caret: number, sources: Sources): Completion | undefined {
  const before = typed.slice(0, caret);
  const command = /^\/\S*$/.exec(before);
  if (command) return found(0, before, commandsLike(before, sources));
  const word = /(?:^|[\s(])([@#:])([\w.+'-]*)$/.exec(before);
  if (!word) return undefined;
  const [, sign = '', begun = ''] = word;
  const start = caret - begun.length - 1;
  const whole = sign + begun;
  if (sign === '@') return found(start, whole, peopleLike(begun, sources));
  if (sign === '#')
    return found(
      start,
      whole,
      sources.channels.filter((name) => name.startsWith(begun)).map((name) => ({ insert: `#${name} `, label: `#${name}`, detail: '' })),
    );
  return begun.length < SHORTEST_EMOJI ? undefined : found(start, whole, emojiLike(begun, sources));
}

/** A word that is whole already needs no list: Enter shall send it. */
function found(start: number, begun: string, suggestions: readonly Suggestion[]): Completion | undefined {
  const isWhole = suggestions.some(({ insert }) => insert.trimEnd() === begun);
  return suggestions.length === 0 || isWhole ? undefined : { start, suggestions: suggestions.slice(0, MOST) };
}

function commandsLike(begun: string, { commands }: Sources): readonly Suggestion[] {
  return commands
    .filter(({ command }) => command.startsWith(begun))
    .map(({ command, description, hint }) => ({ insert: `${command} `, label: `${command} ${hint}`.trim(), detail: description }));
}

function peopleLike(begun: string, { people }: Sources): readonly Suggestion[] {
  const wanted = begun.toLowerCase();
  return people
    .filter(({ name, detail }) => name.toLowerCase().startsWith(wanted) || detail.toLowerCase().includes(wanted))
    .map(({ name, detail }) => ({ insert: `@${name} `, label: `@${name}`, detail }));
}

/** Names that begin so first, then those that hold it; shorter ones before longer ones. */
function emojiLike(begun: string, { emoji }: Sources): readonly Suggestion[] {
  const wanted = begun.toLowerCase();
  return Object.keys(emoji)
    .filter((name) => name.includes(wanted))
    .toSorted(
      (one, other) =>
        Number(other.startsWith(wanted)) - Number(one.startsWith(wanted)) || one.length - other.length || one.localeCompare(other),
    )
    .map((name) => ({ insert: `:${name}: `, label: `:${name}:`, detail: '', glyph: emoji[name] }));
}
