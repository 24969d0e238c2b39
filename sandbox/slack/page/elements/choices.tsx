import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { Option } from '../kit.ts';
import { InlineMrkdwn, PlainText } from '../mrkdwn-view.tsx';
import type { ControlProps } from './act.ts';
import type { ElementOf } from './kit.ts';

export function Checkboxes({ element, busy, choose }: ControlProps<ElementOf<'checkboxes'>>): JSX.Element {
  const [chosen, setChosen] = useState((element.initial_options ?? []).flatMap(({ value }) => value ?? []));
  const toggle = (value: string): void => {
    const next = chosen.includes(value) ? chosen.filter((each) => each !== value) : [...chosen, value];
    setChosen(next);
    choose(next);
  };
  return (
    <div class="choices" role="group" aria-label="Choose any">
      {element.options.map((option) => (
        <Choice
          key={option.value}
          kind="checkbox"
          option={option}
          checked={chosen.includes(option.value ?? '')}
          busy={busy}
          choose={() => toggle(option.value ?? '')}
        />
      ))}
    </div>
  );
}

export function RadioButtons({ element, busy, choose }: ControlProps<ElementOf<'radio_buttons'>>): JSX.Element {
  const [chosen, setChosen] = useState(element.initial_option?.value);
  const name = useId();
  const pick = (value: string): void => {
    setChosen(value);
    choose(value);
  };
  return (
    <div class="choices" role="radiogroup" aria-label="Choose one">
      {element.options.map((option) => (
        <Choice
          key={option.value}
          kind="radio"
          name={name}
          option={option}
          checked={chosen === option.value}
          busy={busy}
          choose={() => pick(option.value ?? '')}
        />
      ))}
    </div>
  );
}

interface ChoiceProps {
  readonly kind: 'checkbox' | 'radio';
  readonly option: Option;
  readonly checked: boolean;
  readonly busy: boolean;
  readonly choose: () => void;
  readonly name?: string;
}

function Choice({ kind, option: { text, description }, checked, busy, choose, name }: ChoiceProps): JSX.Element {
  const show = ({ type, text: words }: Option['text']): JSX.Element =>
    type === 'mrkdwn' ? <InlineMrkdwn text={words} /> : <PlainText text={words} />;
  return (
    <label class="choice">
      <input type={kind} name={name} checked={checked} disabled={busy} onChange={choose} />
      <span>
        {show(text)}
        {description && <span class="note"> {show(description)}</span>}
      </span>
    </label>
  );
}
