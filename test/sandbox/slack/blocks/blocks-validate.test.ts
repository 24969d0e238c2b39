import { expect, test } from 'vitest';
import { open } from '../support/open.ts';
import { call, channels, type Who } from '../support/workspace.ts';
import { modal, plain, section, type Json } from './support/build.ts';

const wrong = section({ text: { type: 'invalid', text: 'x' } });

const problem = (pointer: string) => ({
  code: 'failed_constraint',
  message: 'unsupported type: invalid',
  pointer,
  constraint: { type: 'enum', expected: ['plain_text', 'mrkdwn'], got: 'invalid' },
});

test.each<Who>(['bot', 'dana'])('%s may ask without a scope', async (who) => {
  const place = await open();

  for (const part of [{ blocks: [section()] }, { message: { text: 'x', blocks: [section()] } }, { view: modal() }])
    expect(await call(place, who, 'blocks.validate', part)).toMatchObject({ ok: true });
});

test.each<{ readonly name: string; readonly part: Json; readonly error: string; readonly pointer: string }>([
  { name: 'blocks', part: { blocks: [wrong] }, error: 'invalid_blocks', pointer: '/0/text/type' },
  { name: 'a message', part: { message: { blocks: [wrong] } }, error: 'invalid_message', pointer: '/blocks/0/text/type' },
  {
    name: 'an attachment of a message',
    part: { message: { text: 'x', attachments: [{ color: '#ff0000', blocks: [wrong] }] } },
    error: 'invalid_message',
    pointer: '/attachments/0/blocks/0/text/type',
  },
  { name: 'a view', part: { view: modal({ blocks: [wrong] }) }, error: 'invalid_view', pointer: '/blocks/0/text/type' },
])('what is wrong in $name is told with pointers into it', async ({ part, error, pointer }) => {
  const place = await open();

  expect(await call(place, 'bot', 'blocks.validate', part)).toMatchObject({ ok: false, error, errors: [problem(pointer)] });
});

test.each<{ readonly name: string; readonly given: Json }>([
  { name: 'nothing', given: {} },
  { name: 'two things', given: { blocks: [section()], view: modal() } },
])('$name cannot be checked', async ({ given }) => {
  const place = await open();

  expect(await call(place, 'bot', 'blocks.validate', given)).toMatchObject({
    ok: false,
    error: 'invalid_arguments',
    response_metadata: { messages: ['must provide exactly one of `blocks`, `view`, or `message`'] },
  });
});

test('what is no JSON cannot be checked', async () => {
  const place = await open();

  expect(await call(place, 'bot', 'blocks.validate', { blocks: '[' })).toMatchObject({ ok: false, error: 'invalid_arguments' });
});

test('a view with a mistake cannot be opened, and the answer points to it', async () => {
  const place = await open();

  const reply = await call(place, 'bot', 'views.open', { trigger_id: 'x', view: modal({ title: plain('') }) });

  expect(reply).toMatchObject({
    ok: false,
    error: 'invalid_arguments',
    response_metadata: { messages: ['[ERROR] must be more than 0 characters [json-pointer:/view/title/text]'] },
  });
});

test('a message with a mistake cannot be posted, and the answer points to it', async () => {
  const place = await open();
  const messages = ['[ERROR] unsupported type: invalid [json-pointer:/blocks/0/text/type]'];

  const reply = await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks: [wrong] });

  expect(reply).toMatchObject({ ok: false, error: 'invalid_blocks', errors: messages, response_metadata: { messages } });
});
