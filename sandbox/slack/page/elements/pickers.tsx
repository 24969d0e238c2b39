import type { JSX } from 'preact';
import { useForm } from '../form.ts';
import type { ControlProps } from './act.ts';
import type { ElementOf } from './kit.ts';

interface PickerProps {
  readonly kind: 'date' | 'time' | 'datetime-local';
  readonly label: string;
  readonly first: string;
  readonly busy: boolean;
  readonly choose: (value: string) => void;
}

/** The browser's own field; nothing is sent while it is empty, but a form may be. */
function Picker({ kind, label, first, busy, choose }: PickerProps): JSX.Element {
  const isInForm = useForm() !== undefined;
  return (
    <input
      type={kind}
      class="picker"
      aria-label={label}
      defaultValue={first}
      disabled={busy}
      onChange={({ currentTarget: { value } }) => (value !== '' || isInForm) && choose(value)}
    />
  );
}

export function DatePicker({ element, busy, choose }: ControlProps<ElementOf<'datepicker'>>): JSX.Element {
  return <Picker kind="date" label={element.placeholder?.text ?? 'Date'} first={element.initial_date ?? ''} busy={busy} choose={choose} />;
}

export function TimePicker({ element, busy, choose }: ControlProps<ElementOf<'timepicker'>>): JSX.Element {
  return <Picker kind="time" label={element.placeholder?.text ?? 'Time'} first={element.initial_time ?? ''} busy={busy} choose={choose} />;
}

export function DateTimePicker({ element, busy, choose }: ControlProps<ElementOf<'datetimepicker'>>): JSX.Element {
  const { initial_date_time: unix } = element;
  const first = unix === undefined ? '' : localOf(new Date(unix * 1000));
  const send = (value: string): void => choose(String(Math.floor(new Date(value).getTime() / 1000)));
  return <Picker kind="datetime-local" label="Date and time" first={first} busy={busy} choose={send} />;
}

/** The browser's field is in the person's own time zone. */
function localOf(date: Date): string {
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
