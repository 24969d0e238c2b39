import type { JSX } from 'preact';
import type { ControlProps } from './act.ts';
import type { ElementOf } from './kit.ts';

const kinds = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  rich_text_input: 'text',
} as const;

/** A field to write in. It belongs to modals and homes, where its value is sent with the form. */
export function Field({ element, choose }: ControlProps<ElementOf<keyof typeof kinds>>): JSX.Element {
  const common = { class: 'input', 'aria-label': element.placeholder?.text ?? 'Text', placeholder: element.placeholder?.text ?? '' };
  const first = 'initial_value' in element ? (element.initial_value ?? '') : '';
  const isLong = element.type === 'rich_text_input' || (element.type === 'plain_text_input' && element.multiline);
  const write = ({ currentTarget: { value } }: { readonly currentTarget: { readonly value: string } }): void => choose(value);
  return isLong ? (
    <textarea rows={4} {...common} defaultValue={first} onInput={write} />
  ) : (
    <input type={kinds[element.type]} {...common} defaultValue={first} onInput={write} />
  );
}

export function FileField(): JSX.Element {
  return <input type="file" class="input" aria-label="File" disabled title="Files of forms are not taken in this workspace" />;
}

/** The options of such a menu are the application's to name, for which this workspace does not ask it. */
export function External({
  element,
}: {
  readonly element: ElementOf<'external_select'> | ElementOf<'multi_external_select'>;
}): JSX.Element {
  return (
    <select
      class="picker"
      aria-label={element.placeholder?.text ?? 'Choose an option'}
      disabled
      title="This workspace asks no application for options"
    >
      <option>{element.placeholder?.text ?? 'Choose an option'}</option>
    </select>
  );
}
