import { escape, foreign } from '../lib/foreign.ts';
import { plural } from '../lib/words.ts';
import type { Picture } from '../ports/messenger.ts';
import { context, fit, section, sections } from './blocks.ts';

interface Line {
  readonly usage: string;
  readonly why: string;
}

/** So many of one subject are named in one line, where everything is shown at once. */
const group = 3;

/** What may be typed: of one subject all of it; of everything first what stands alone, then the names of each subject in a line. */
export function helpPicture({ commands, subject }: { readonly commands: readonly Line[]; readonly subject?: string }): Picture {
  const title = subject === undefined ? '*What you may do here*' : `*About ${foreign(subject, 60)}*`;
  const grouped = subject === undefined ? groupsOf(commands) : [];
  const alone = commands.filter((command) => !grouped.some(({ members }) => members.includes(command)));
  const groups = grouped.map(
    ({ name, members }) =>
      `\`/bigshot help ${name}\`\n        ${members.map(({ usage }) => wordsOf(usage).slice(1).join(' ') || name).join(' · ')}`,
  );
  return {
    text: `You may use ${plural(commands.length, 'command')} here`,
    blocks: fit([
      section(title),
      ...sections(alone.map(({ usage, why }) => `\`/bigshot ${escape(usage)}\`\n        ${escape(why)}`)),
      ...(groups.length === 0 ? [] : [section('*And about*'), ...sections(groups)]),
      context('In a thread or without the slash: mention me and type the same words.'),
    ]),
  };
}

function groupsOf(commands: readonly Line[]): readonly { readonly name: string; readonly members: readonly Line[] }[] {
  const byName = new Map<string, Line[]>();
  for (const command of commands) {
    const [name = ''] = wordsOf(command.usage);
    byName.set(name, [...(byName.get(name) ?? []), command]);
  }
  return [...byName].map(([name, members]) => ({ name, members })).filter(({ members }) => members.length >= group);
}

/** The fixed words of a usage line: before the first that is to be replaced or may be left out. */
function wordsOf(usage: string): readonly string[] {
  const words = usage.split(' ');
  const end = words.findIndex((word) => /^[<["]/.test(word));
  return end < 0 ? words : words.slice(0, end);
}
