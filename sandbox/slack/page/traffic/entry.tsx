import type { JSX } from 'preact';
import { memo } from './memo.ts';
import { complaintsIn } from './pointers.ts';
import type { Entry } from './schemas.ts';

interface EntryProps {
  readonly entry: Entry;
  readonly by: string;
  readonly reading: (seq: number, yes: boolean) => void;
}

const SLOW_MS = 1000;
/** Within this time Slack wants an ack. */
const TOO_SLOW_MS = 3000;
const MOST_COMPLAINTS = 5;

/** Who speaks to whom. */
const directions: Readonly<Record<string, readonly [sign: string, words: string]>> = {
  call: ['→', 'a call to the workspace'],
  answer: ['→', 'an answer to the workspace'],
  upload: ['→', 'an upload to the workspace'],
  envelope: ['←', 'sent to the application'],
  connection: ['⇄', 'a connection'],
  fault: ['⚡', 'a fault strikes'],
};

const states: Readonly<Record<Entry['state'], string>> = {
  good: 'good',
  bad: 'bad',
  faulted: 'faulted',
  unsent: 'not sent',
  waiting: 'waiting',
};

/** One passage in one line; it opens to show what was given and answered. */
export const EntryView = memo(({ entry, by, reading }: EntryProps): JSX.Element => {
  const { seq, at, is, what, state, says } = entry;
  const [sign, words] = (Object.hasOwn(directions, is) ? directions[is] : undefined) ?? ['·', is];
  const complaints = complaintsIn(entry.answer);
  return (
    <li class={`entry ${state}`}>
      <details id={`entry-${seq}`} onToggle={({ currentTarget }) => reading(seq, currentTarget.open)}>
        <summary>
          <time dateTime={at} title={at}>
            {timeOf(at)}
          </time>
          <span class="direction" role="img" aria-label={words} title={words}>
            {sign}
          </span>
          <span class="kind">{is}</span>
          <code class="what">{what}</code>
          <span class="by">{by}</span>
          <Latency entry={entry} />
          <span class={`state ${state}`}>{states[state]}</span>
          {says !== undefined && (
            <span class="says">{says === 'unknown_method' ? 'unknown_method: there is no such method here' : says}</span>
          )}
          {complaints.slice(0, MOST_COMPLAINTS).map(({ message, pointer }, index) => (
            <span key={index} class="complaint">
              {pointer !== '' && <code>{pointer}</code>} {message}
            </span>
          ))}
          {complaints.length > MOST_COMPLAINTS && <span class="complaint">and {complaints.length - MOST_COMPLAINTS} more</span>}
        </summary>
        <Json title="Given" value={entry.given} />
        <Json title="Answer" value={entry.answer} />
      </details>
    </li>
  );
});

function Latency({ entry: { is, ms } }: { readonly entry: Entry }): JSX.Element | null {
  if (ms === undefined || is === 'fault' || is === 'connection') return null;
  const pace = ms > TOO_SLOW_MS ? 'too-slow' : ms > SLOW_MS ? 'slow' : '';
  const words = { 'too-slow': 'slower than the 3 seconds of an ack', slow: 'slow', '': '' }[pace];
  return (
    <span class={`latency ${pace}`} title={words}>
      {ms >= SLOW_MS ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms)} ms`}
      {words !== '' && <span class="hidden"> ({words})</span>}
    </span>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }): JSX.Element | null {
  if (value === undefined) return null;
  return (
    <figure class="json">
      <figcaption>{title}</figcaption>
      <pre tabIndex={0}>{typeof value === 'string' ? value : JSON.stringify(opened(value), null, 2)}</pre>
    </figure>
  );
}

/** A form carries blocks as text; they are read as what they are. */
function opened(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]: [string, unknown]) => [name, parsedOr(each)]));
}

function parsedOr(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value;
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed;
  } catch {
    return value;
  }
}

function timeOf(at: string): string {
  const date = new Date(at);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
  return `${clock}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}
