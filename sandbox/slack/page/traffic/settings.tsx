import type { JSX } from 'preact';
import type { Control } from './control.ts';
import type { Clock, Start } from './schemas.ts';

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;

const steps: readonly (readonly [label: string, ms: number])[] = [
  ['+3 s', 3 * SECOND_MS],
  ['+1 min', MINUTE_MS],
  ['+5 min', 5 * MINUTE_MS],
  ['+30 min', 30 * MINUTE_MS],
  ['+1 day', DAY_MS],
];

/** The workspace's clock, which goes forward only. */
export function ClockPanel({ clock, act }: { readonly clock: Clock; readonly act: Control }): JSX.Element {
  return (
    <>
      <dl>
        <dt>Now</dt>
        <dd>
          <time dateTime={clock.now}>{new Date(clock.now).toLocaleString()}</time>
        </dd>
        <dt>Ahead by</dt>
        <dd>{durationOf(clock.ahead_ms)}</dd>
      </dl>
      <p class="buttons" role="group" aria-label="Set the clock forward">
        {steps.map(([label, ms]) => (
          <button key={label} type="button" onClick={() => void act('clock.advance', { ms: String(ms) })}>
            {label}
          </button>
        ))}
      </p>
    </>
  );
}

/** A span of time with its two largest units, as `1 day 30 min`; what is less than a second is none. */
function durationOf(ms: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['day', DAY_MS],
    ['h', 60 * MINUTE_MS],
    ['min', MINUTE_MS],
    ['s', SECOND_MS],
  ];
  const parts = units.flatMap(([unit, size], index) => {
    const count = Math.floor((index === 0 ? ms : ms % (units[index - 1]?.[1] ?? ms)) / size);
    return count === 0 ? [] : [`${count} ${unit === 'day' && count > 1 ? 'days' : unit}`];
  });
  return parts.slice(0, 2).join(' ') || 'nothing';
}

const profiles: readonly (readonly [name: string, says: string])[] = [
  ['slack', 'as Slack’s own'],
  ['tight', 'so tight that every application meets them'],
  ['off', 'no limits'],
];

export function LimitsPanel({ profile, act }: { readonly profile: string; readonly act: Control }): JSX.Element {
  return (
    <fieldset>
      <legend class="hidden">Rate limits</legend>
      {profiles.map(([name, says]) => (
        <label key={name} class="choice">
          <input type="radio" name="profile" checked={profile === name} onChange={() => void act('limits.set', { profile: name })} />
          <span>
            {name} <span class="note">{says}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

export function PeoplePanel({ people, act }: { readonly people: Start['people']; readonly act: Control }): JSX.Element {
  return (
    <ul class="people">
      {people.map(({ id, name, role, deactivated }) => (
        <li key={id} class="row">
          <span>
            {name} <span class="note">{deactivated ? 'deactivated' : role}</span>
          </span>
          <button
            type="button"
            aria-label={`${deactivated ? 'Reactivate' : 'Deactivate'} ${name}`}
            onClick={() => void act('people.set', { user: id, deactivated: String(!deactivated) })}
          >
            {deactivated ? 'Reactivate' : 'Deactivate'}
          </button>
        </li>
      ))}
    </ul>
  );
}
