import type { InputBlock, ModalView, PlainTextElement, PlainTextOption } from '@slack/types';
import type { OpenStep } from '../core/step.ts';
import { cut } from '../lib/foreign.ts';

/** The form in which a step is settled, and the button that opens it; its value is the environment and the step to begin with. */
export const stepForm = 'step-form';

/** Its fields, by the id of their block; each has one element, which is called `it`. */
export const fields = { step: 'step', outcome: 'outcome', note: 'note', owner: 'owner', due: 'due' } as const;
export const element = 'it';

/** What became of a step. */
const outcomes = { done: 'It is done', skip: 'Leave it out', open: 'It stays open' } as const;

/** Block Kit's limits of a select, in options and characters. */
const most = { options: 100, option: 75 } as const;

/** Everything that can be said of a step at once. There must be a step: a menu without options is none. The note comes back with the answer. */
export function stepFormView(steps: readonly [OpenStep, ...OpenStep[]], first: number | undefined, note: string): ModalView {
  const options = steps.slice(0, most.options).map(({ id, title }) => option(String(id), `${id} · ${title}`));
  const chosen = options.find(({ value }) => value === String(first)) ?? options[0];
  const choices = Object.entries(outcomes).map(([value, text]) => option(value, text));
  return {
    type: 'modal',
    callback_id: stepForm,
    private_metadata: note,
    title: plain('Step by hand'),
    submit: plain('Save'),
    close: plain('Not now'),
    blocks: [
      input(fields.step, 'Step', { type: 'static_select', action_id: element, options, ...(chosen && { initial_option: chosen }) }),
      input(fields.outcome, 'What became of it', {
        type: 'radio_buttons',
        action_id: element,
        options: choices,
        ...(choices[0] && { initial_option: choices[0] }),
      }),
      {
        ...input(fields.note, 'What came of it, or why it is left out', {
          type: 'plain_text_input',
          action_id: element,
          multiline: true,
          max_length: 1000,
        }),
        optional: true,
        hint: plain('The maintenance log keeps it.'),
      },
      { ...input(fields.owner, 'Whose it is, while it stays open', { type: 'users_select', action_id: element }), optional: true },
      { ...input(fields.due, 'When it is due, while it stays open', { type: 'datepicker', action_id: element }), optional: true },
    ],
  };
}

function input(block_id: string, label: string, of: InputBlock['element']): InputBlock {
  return { type: 'input', block_id, label: plain(label), element: of };
}

function option(value: string, text: string): PlainTextOption {
  return { text: plain(cut(text, most.option)), value };
}

function plain(text: string): PlainTextElement {
  return { type: 'plain_text', text };
}
