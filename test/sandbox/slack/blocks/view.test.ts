import { expect, test } from 'vitest';
import { readView, type ViewType } from '../../../../sandbox/slack/blocks/view.ts';
import { SlackError } from '../../../../sandbox/slack/errors.ts';
import { input, modal, mrkdwn, plain, section, times, x, type Json } from './support/build.ts';

const asking = [input({ type: 'plain_text_input' })];
const home = (more: Json = {}): Json => ({ type: 'home', blocks: [section()], ...more });

/** How a view is refused; undefined when it is not. */
function refusal(view: unknown, type: ViewType): unknown {
  try {
    readView(view, type);
    return undefined;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { error: error.error, ...error.details };
  }
}

const wrong = (...messages: readonly string[]) => ({ error: 'invalid_arguments', response_metadata: { messages } });

test.each<{ readonly name: string; readonly view: Json; readonly type: ViewType }>([
  {
    name: 'a modal that asks',
    view: modal({ blocks: asking, submit: plain('Send'), clear_on_close: true, notify_on_close: false }),
    type: 'modal',
  },
  { name: 'a modal without blocks', view: modal(), type: 'modal' },
  { name: 'a home tab that asks, which has nothing to submit', view: home({ blocks: asking, external_id: 'x' }), type: 'home' },
])('$name is accepted, as an object and as JSON', ({ view, type }) => {
  expect(readView(view, type)).toEqual(view);
  expect(readView(JSON.stringify(view), type)).toEqual(view);
});

test.each<{ readonly name: string; readonly view: unknown; readonly type: ViewType; readonly message: string }>([
  { name: 'no view', view: undefined, type: 'modal', message: 'missing required field: view [json-pointer:]' },
  { name: 'a view that is a list', view: [], type: 'modal', message: 'must provide an object [json-pointer:/view]' },
  { name: 'a home tab opened as a modal', view: home(), type: 'modal', message: 'unsupported type: home [json-pointer:/view/type]' },
  { name: 'a modal published as a home tab', view: modal(), type: 'home', message: 'unsupported type: modal [json-pointer:/view/type]' },
  {
    name: 'a modal without a title',
    view: { type: 'modal', blocks: [] },
    type: 'modal',
    message: 'missing required field: title [json-pointer:/view]',
  },
  {
    name: 'a home tab without blocks',
    view: { type: 'home' },
    type: 'home',
    message: 'missing required field: blocks [json-pointer:/view]',
  },
  {
    name: 'a home tab with a title',
    view: home({ title: plain('x') }),
    type: 'home',
    message: 'invalid additional property: title [json-pointer:/view]',
  },
  {
    name: 'a title in mrkdwn',
    view: modal({ title: mrkdwn('x') }),
    type: 'modal',
    message: 'unsupported type: mrkdwn [json-pointer:/view/title/type]',
  },
  {
    name: 'a field of old workflow steps',
    view: modal({ submit_disabled: true }),
    type: 'modal',
    message: 'invalid additional property: submit_disabled [json-pointer:/view]',
  },
  {
    name: 'a question without a way to send it',
    view: modal({ blocks: asking }),
    type: 'modal',
    message: 'missing required field: submit [json-pointer:/view]',
  },
  {
    name: 'a mistake in a block',
    view: home({ blocks: [{ type: 'section', text: plain('') }] }),
    type: 'home',
    message: 'must be more than 0 characters [json-pointer:/view/blocks/0/text/text]',
  },
])('$name is refused', ({ view, type, message }) => {
  expect(refusal(view, type)).toEqual(wrong(`[ERROR] ${message}`));
});

test('what is no JSON is refused', () => {
  expect(refusal('{', 'modal')).toEqual({ error: 'invalid_arguments' });
});

test('a view may have 250,000 bytes and no more', () => {
  const filled = (length: number) =>
    home({ blocks: [...times(99, () => section({ text: plain(x(2450)) })), section({ text: plain(x(length)) })] });
  const room = 250_000 - Buffer.byteLength(JSON.stringify(filled(0)));

  expect(refusal(filled(room), 'home')).toBeUndefined();
  expect(refusal(filled(room + 1), 'home')).toEqual({ error: 'view_too_large' });
});
