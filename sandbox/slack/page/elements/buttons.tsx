import type { JSX } from 'preact';
import { PlainText } from '../mrkdwn-view.tsx';
import { safeUrl } from '../mrkdwn.ts';
import { Popover } from '../popover.tsx';
import { glyphOf, useSession } from '../session.ts';
import type { ControlProps } from './act.ts';
import type { ElementOf } from './kit.ts';

export function Button({ element, busy, choose }: ControlProps<ElementOf<'button'>>): JSX.Element {
  const url = safeUrl(element.url);
  const onClick = (): void => {
    if (url !== undefined) window.open(url, '_blank', 'noreferrer');
    choose(element.value);
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

/** Workflows are Slack's own; here there is nobody to run one, and the button says so. */
export function WorkflowButton({ element }: ControlProps<ElementOf<'workflow_button'>>): JSX.Element {
  return (
    <button type="button" class={`kit ${element.style ?? ''}`} disabled title="Workflows do not run in this workspace">
      <PlainText text={element.text.text} />
    </button>
  );
}

const icons: ReadonlyMap<string, string> = new Map([['trash', '🗑']]);

export function IconButton({ element, busy, choose }: ControlProps<ElementOf<'icon_button'>>): JSX.Element {
  const session = useSession();
  const label = element.accessibility_label ?? element.text.text;
  return (
    <button
      type="button"
      class="kit icon"
      aria-label={label}
      title={element.text.text}
      aria-busy={busy}
      disabled={busy}
      onClick={() => choose(element.value)}
    >
      {icons.get(element.icon) ?? glyphOf(session, element.icon) ?? element.text.text}
    </button>
  );
}

export function Feedback({ element, busy, choose }: ControlProps<ElementOf<'feedback_buttons'>>): JSX.Element {
  const sides = [
    { glyph: '👍', side: element.positive_button },
    { glyph: '👎', side: element.negative_button },
  ];
  return (
    <span class="feedback" role="group" aria-label="Feedback">
      {sides.map(({ glyph, side }) => (
        <button
          key={glyph}
          type="button"
          class="kit icon"
          aria-label={side.accessibility_label ?? side.text.text}
          title={side.text.text}
          disabled={busy}
          onClick={() => choose(side.value)}
        >
          {glyph}
        </button>
      ))}
    </span>
  );
}

export function Overflow({ element, busy, choose }: ControlProps<ElementOf<'overflow'>>): JSX.Element {
  return (
    <Popover label="More actions" face={busy ? <span class="spinner" /> : '⋯'} class="kit" disabled={busy}>
      {(close) =>
        element.options.map((option, index) => (
          <button
            key={index}
            type="button"
            role="menuitem"
            onClick={() => {
              close();
              const url = safeUrl(option.url);
              if (url !== undefined) window.open(url, '_blank', 'noreferrer');
              choose(option.value ?? '');
            }}
          >
            <PlainText text={option.text.text} />
          </button>
        ))
      }
    </Popover>
  );
}
