import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { EntryView } from './entry.tsx';
import type { Entry, Start } from './schemas.ts';

/** What one wants to see of the traffic. */
export interface Filter {
  readonly kind: string;
  readonly onlyProblems: boolean;
  readonly search: string;
}

/** What people do in the page is mostly reading, which says nothing about the application. */
export const ofTheApplication: Filter = { kind: 'app', onlyProblems: false, search: '' };

const kinds = {
  app: 'Of the application',
  '': 'Everything',
  call: 'Calls',
  envelope: 'Envelopes',
  answer: 'Answers',
  upload: 'Uploads',
  connection: 'Connections',
  fault: 'Faults',
};

interface BarProps {
  readonly filter: Filter;
  readonly change: (filter: Filter) => void;
  readonly paused: boolean;
  readonly pause: (yes: boolean) => void;
  readonly clear: () => void;
}

/** Filters, pause and clear. */
export function Bar({ filter, change, paused, pause, clear }: BarProps): JSX.Element {
  return (
    <div class="bar" role="toolbar" aria-label="Traffic">
      <select aria-label="Kind" value={filter.kind} onChange={({ currentTarget }) => change({ ...filter, kind: currentTarget.value })}>
        {Object.entries(kinds).map(([kind, title]) => (
          <option key={kind} value={kind}>
            {title}
          </option>
        ))}
      </select>
      <input
        type="search"
        placeholder="Search"
        aria-label="Search"
        value={filter.search}
        onInput={({ currentTarget }) => change({ ...filter, search: currentTarget.value })}
      />
      <label>
        <input
          type="checkbox"
          checked={filter.onlyProblems}
          onChange={({ currentTarget }) => change({ ...filter, onlyProblems: currentTarget.checked })}
        />
        Only problems
      </label>
      <button type="button" aria-pressed={paused} onClick={() => pause(!paused)}>
        {paused ? 'Go on' : 'Pause'}
      </button>
      <button type="button" onClick={clear}>
        Clear
      </button>
    </div>
  );
}

interface ListProps {
  readonly start: Start;
  readonly entries: readonly Entry[];
  readonly filter: Filter;
  readonly reading: (seq: number, yes: boolean) => void;
}

/** All traffic that the filter lets through, newest first. */
export function List({ start, entries, filter, reading }: ListProps): JSX.Element {
  const shown = useMemo(() => entries.filter((entry) => isWanted(start, entry, filter)), [start, entries, filter]);
  if (shown.length === 0)
    return (
      <p class="empty">
        {entries.length === 0 ? 'Nothing has passed yet. Start the application, or type a command.' : 'Nothing here fits the filter.'}
      </p>
    );
  return (
    <ul class="entries" aria-label="All traffic, newest first">
      {shown.map((entry) => (
        <EntryView key={entry.seq} entry={entry} by={nameOf(start, entry.by)} reading={reading} />
      ))}
    </ul>
  );
}

function isWanted({ people }: Start, entry: Entry, { kind, onlyProblems, search }: Filter): boolean {
  if (kind === 'app' && people.some(({ id }) => id === entry.by)) return false;
  if (kind !== '' && kind !== 'app' && entry.is !== kind) return false;
  if (onlyProblems && entry.state !== 'bad' && entry.state !== 'unsent') return false;
  return search === '' || textOf(entry).includes(search.toLowerCase());
}

const texts = new WeakMap<Entry, string>();

function textOf(entry: Entry): string {
  const text = texts.get(entry) ?? JSON.stringify(entry).toLowerCase();
  texts.set(entry, text);
  return text;
}

function nameOf({ bot, people }: Start, by: string): string {
  if (by === 'bot' || by === bot.id) return `${bot.name} (bot)`;
  return people.find(({ id }) => id === by)?.name ?? by;
}
