import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Option } from '../kit.ts';
import { PlainText } from '../mrkdwn-view.tsx';
import { Popover } from '../popover.tsx';
import type { ControlProps } from './act.ts';
import type { ElementOf } from './kit.ts';

/** One entry of a menu. */
export interface Entry {
  readonly value: string;
  readonly text: string;
  /** The name of the group that it stands in. */
  readonly group?: string | undefined;
}

interface ListProps {
  readonly label: string;
  readonly entries: readonly Entry[];
  readonly busy: boolean;
}

/** A menu in which one entry is chosen. */
export function OneOf({
  label,
  entries,
  busy,
  first,
  choose,
}: ListProps & { readonly first: string; readonly choose: (value: string) => void }): JSX.Element {
  const [chosen, setChosen] = useState(first);
  const take = (value: string): void => {
    setChosen(value);
    choose(value);
  };
  const groups = [...new Set(entries.map(({ group }) => group))];
  const options = (group: string | undefined): JSX.Element[] =>
    entries
      .filter((entry) => entry.group === group)
      .map(({ value, text }) => (
        <option key={value} value={value}>
          {text}
        </option>
      ));
  return (
    <select aria-label={label} value={chosen} disabled={busy} onChange={({ currentTarget }) => take(currentTarget.value)}>
      <option value="" disabled>
        {label}
      </option>
      {groups.map((group) =>
        group === undefined ? (
          options(group)
        ) : (
          <optgroup key={group} label={group}>
            {options(group)}
          </optgroup>
        ),
      )}
    </select>
  );
}

interface SomeProps extends ListProps {
  readonly first: readonly string[];
  readonly most?: number | undefined;
  readonly choose: (values: readonly string[]) => void;
}

/** A menu in which several entries are chosen; they are sent together when it is closed by its button. */
export function SomeOf({ label, entries, busy, first, most = Number.POSITIVE_INFINITY, choose }: SomeProps): JSX.Element {
  const [chosen, setChosen] = useState(first);
  const texts = entries.filter(({ value }) => chosen.includes(value)).map(({ text }) => text);
  const toggle = (value: string): void =>
    setChosen((before) => (before.includes(value) ? before.filter((each) => each !== value) : [...before, value]));
  return (
    <Popover label={label} face={texts.length > 0 ? texts.join(', ') : label} class="kit some" disabled={busy} opens="dialog">
      {(close) => (
        <div class="some-list">
          {entries.map(({ value, text, group }) => (
            <label key={value}>
              <input
                type="checkbox"
                checked={chosen.includes(value)}
                disabled={!chosen.includes(value) && chosen.length >= most}
                onChange={() => toggle(value)}
              />
              <PlainText text={group === undefined ? text : `${text} (${group})`} />
            </label>
          ))}
          <button
            type="button"
            class="kit primary"
            onClick={() => {
              close();
              choose(chosen);
            }}
          >
            Choose
          </button>
        </div>
      )}
    </Popover>
  );
}

type Grouped = ElementOf<'static_select'> | ElementOf<'multi_static_select'>;

function entriesOf({ options = [], option_groups: groups = [] }: Grouped): readonly Entry[] {
  const entry = ({ text, value = '' }: Option, group?: string): Entry => ({ value, text: text.text, group });
  return [
    ...options.map((option) => entry(option)),
    ...groups.flatMap(({ label, options: inner }) => inner.map((option) => entry(option, label.text))),
  ];
}

export function Menu({ element, busy, choose }: ControlProps<ElementOf<'static_select'>>): JSX.Element {
  const label = element.placeholder?.text ?? 'Choose an option';
  return <OneOf label={label} entries={entriesOf(element)} busy={busy} first={element.initial_option?.value ?? ''} choose={choose} />;
}

export function Menus({ element, busy, choose }: ControlProps<ElementOf<'multi_static_select'>>): JSX.Element {
  return (
    <SomeOf
      label={element.placeholder?.text ?? 'Choose options'}
      entries={entriesOf(element)}
      busy={busy}
      first={(element.initial_options ?? []).flatMap(({ value }) => value ?? [])}
      most={element.max_selected_items}
      choose={choose}
    />
  );
}
