import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { Ask } from './ask.tsx';
import { Element, type Confirm, type ElementOf } from './kit.ts';
import { safeUrl } from './mrkdwn.ts';
import { PlainText } from './mrkdwn-view.tsx';
import { Popover } from './popover.tsx';
import { useSession } from './session.ts';
import { Unknown } from './unknown.tsx';

/** The message to which an element belongs. */
export interface Where {
  readonly channel: string;
  readonly ts: string;
}

type Send = (value?: string) => void;

/** An interactive element or a picture. Pressed, it spins until the application has acknowledged. */
export function ElementView({ element, where }: { readonly element: unknown; readonly where: Where }): JSX.Element {
  const { act } = useSession();
  const [busy, setBusy] = useState(false);
  const asked = useRef<string | undefined>(undefined);
  const [asking, setAsking] = useState<Confirm | undefined>();
  const parsed = Element.safeParse(element);
  if (!parsed.success) return <Unknown what="element" value={element} />;
  const { data } = parsed;
  if (data.type === 'image') return <Picture element={data} />;

  const send = async (value: string | undefined): Promise<void> => {
    setBusy(true);
    await act('blocks.actions', {
      channel: where.channel,
      message_ts: where.ts,
      action_id: data.action_id ?? '',
      ...(value === undefined ? {} : { value }),
    });
    setBusy(false);
  };
  const press: Send = (value) => {
    asked.current = value;
    if (data.confirm) setAsking(data.confirm);
    else void send(value);
  };
  const answer = (yes: boolean): void => {
    setAsking(undefined);
    if (yes) void send(asked.current);
  };
  return (
    <>
      <Control element={data} busy={busy} press={press} />
      {asking && <Ask confirm={asking} answer={answer} />}
    </>
  );
}

function Control({
  element,
  busy,
  press,
}: {
  readonly element: Exclude<Element, { type: 'image' }>;
  readonly busy: boolean;
  readonly press: Send;
}): JSX.Element {
  switch (element.type) {
    case 'button':
      return <Button element={element} busy={busy} press={press} />;
    case 'overflow':
      return <Overflow element={element} busy={busy} press={press} />;
    case 'static_select':
      return <Menu element={element} busy={busy} press={press} />;
    case 'users_select':
      return <PeopleMenu element={element} busy={busy} press={press} />;
    case 'datepicker':
      return (
        <input
          type="date"
          aria-label={element.placeholder?.text ?? 'Date'}
          value={element.initial_date ?? ''}
          disabled={busy}
          onChange={({ currentTarget }) => press(currentTarget.value)}
        />
      );
  }
}

interface ControlProps<Type extends Element['type']> {
  readonly element: ElementOf<Type>;
  readonly busy: boolean;
  readonly press: Send;
}

function Button({ element, busy, press }: ControlProps<'button'>): JSX.Element {
  const url = safeUrl(element.url);
  const onClick = (): void => {
    if (url !== undefined) window.open(url, '_blank', 'noreferrer');
    press(element.value);
  };
  return (
    <button
      type="button"
      class={`kit ${element.style ?? ''}`}
      aria-label={element.accessibility_label}
      aria-busy={busy}
      disabled={busy}
      onClick={onClick}
    >
      {busy && <span class="spinner" aria-hidden="true" />}
      <PlainText text={element.text.text} />
    </button>
  );
}

function Overflow({ element, busy, press }: ControlProps<'overflow'>): JSX.Element {
  return (
    <Popover label="More actions" face={busy ? <span class="spinner" /> : '⋯'} class="kit" disabled={busy}>
      {(close) =>
        element.options.map((option) => (
          <button
            key={option.value}
            type="button"
            role="menuitem"
            onClick={() => {
              close();
              press(option.value);
            }}
          >
            <PlainText text={option.text.text} />
          </button>
        ))
      }
    </Popover>
  );
}

function Menu({ element, busy, press }: ControlProps<'static_select'>): JSX.Element {
  const label = element.placeholder?.text ?? 'Choose';
  const options = (list: NonNullable<typeof element.options>): JSX.Element[] =>
    list.map(({ text, value }) => (
      <option key={value} value={value}>
        {text.text}
      </option>
    ));
  return (
    <select
      aria-label={label}
      value={element.initial_option?.value ?? ''}
      disabled={busy}
      onChange={({ currentTarget }) => press(currentTarget.value)}
    >
      <option value="" disabled>
        {label}
      </option>
      {options(element.options ?? [])}
      {(element.option_groups ?? []).map((group) => (
        <optgroup key={group.label.text} label={group.label.text}>
          {options(group.options)}
        </optgroup>
      ))}
    </select>
  );
}

function PeopleMenu({ element, busy, press }: ControlProps<'users_select'>): JSX.Element {
  const { start } = useSession();
  const label = element.placeholder?.text ?? 'Choose a person';
  return (
    <select
      aria-label={label}
      value={element.initial_user ?? ''}
      disabled={busy}
      onChange={({ currentTarget }) => press(currentTarget.value)}
    >
      <option value="" disabled>
        {label}
      </option>
      {start.people.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
}

function Picture({ element }: { readonly element: ElementOf<'image'> }): JSX.Element {
  const url = safeUrl(element.image_url);
  return url === undefined ? <span>{element.alt_text}</span> : <img src={url} alt={element.alt_text} referrerpolicy="no-referrer" />;
}
