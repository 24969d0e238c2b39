import type { KnownBlock } from '@slack/types';
import { describe, expect, test } from 'vitest';
import { channels } from '../support/workspace.ts';
import { control } from '../control/support.ts';
import { outcome, refusal, room } from './support/room.ts';

const channel = channels.ops;

function section(text: string): KnownBlock {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

const tooMuch = Array.from({ length: 5 }, () => section('x'.repeat(2900)));

describe('what is said', () => {
  test.each([
    { name: 'nothing', given: {}, error: 'no_text' },
    { name: 'blanks', given: { text: ' \n' }, error: 'no_text' },
    { name: 'an empty list of blocks', given: { blocks: [] }, error: 'no_text' },
    { name: 'an attachment with nothing in it', given: { attachments: [{ color: '#ff0000' }] }, error: 'no_text' },
    { name: 'blocks that are no JSON', given: { text: 'x', blocks: '[{' }, error: 'invalid_blocks_format' },
    { name: 'blocks that are no list', given: { text: 'x', blocks: '{"type":"divider"}' }, error: 'invalid_blocks_format' },
    { name: 'blocks with too many characters in all', given: { text: 'x', blocks: tooMuch }, error: 'msg_blocks_too_long' },
    { name: '101 attachments', given: { attachments: Array.from({ length: 101 }, () => ({ text: 'x' })) }, error: 'too_many_attachments' },
    { name: 'attachments that are no JSON', given: { attachments: '[{' }, error: 'invalid_attachments' },
    { name: 'an attachment that is no object', given: { attachments: '["x"]' }, error: 'invalid_attachments' },
    { name: 'Markdown beside text', given: { text: 'x', markdown_text: '# y' }, error: 'markdown_text_conflict' },
    { name: 'Markdown beside blocks', given: { blocks: [section('x')], markdown_text: '# y' }, error: 'markdown_text_conflict' },
    { name: 'Markdown of 12,001 characters', given: { markdown_text: 'x'.repeat(12_001) }, error: 'msg_too_long' },
  ])('$name is $error, in the channel, to one person and in an edit', async ({ given, error }) => {
    const { bot } = await room();
    const { ts } = await bot.chat.postMessage({ channel, text: 'before' });

    const post = outcome(bot.apiCall('chat.postMessage', { channel, ...given }));
    const whisper = outcome(bot.apiCall('chat.postEphemeral', { channel, user: 'U0DANA00001', ...given }));

    expect(await Promise.all([post, whisper])).toEqual([error, error]);
    // An edit to nothing but an attachment that shows nothing keeps the text of before.
    const keepsText = 'attachments' in given && error === 'no_text';
    const emptiesBlocks = 'blocks' in given && error === 'no_text';
    expect(await outcome(bot.apiCall('chat.update', { channel, ts, ...given }))).toBe(keepsText || emptiesBlocks ? 'ok' : error);
  });

  test('Markdown of 12,000 characters is shown as a block of its kind', async () => {
    const { bot } = await room();
    const markdown = 'ü'.repeat(12_000);

    const { message } = await bot.chat.postMessage({ channel, markdown_text: markdown });

    expect(message).toMatchObject({ blocks: [{ type: 'markdown', text: markdown }] });
  });

  test('text beyond 40,000 characters is cut, and a warning says so, also in the traffic', async () => {
    const { place, bot } = await room();

    const long = await bot.chat.postMessage({ channel, text: 'ü'.repeat(40_001) });
    const fits = await bot.chat.postMessage({ channel, text: 'ü'.repeat(40_000) });

    expect(long.message?.text).toHaveLength(40_000);
    expect(long).toMatchObject({ ok: true, warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } });
    expect(fits).not.toHaveProperty('warning');
    expect((await control(place, 'traffic.check')).body.problems).toMatchObject([{ says: 'warning message_truncated' }]);
  });

  test('an edit takes 4,000 characters of text and not one more', async () => {
    const { bot } = await room();
    const { ts = '' } = await bot.chat.postMessage({ channel, text: 'before' });

    expect(await outcome(bot.chat.update({ channel, ts, text: 'x'.repeat(4001) }))).toBe('msg_too_long');
    expect(await outcome(bot.chat.update({ channel, ts, text: 'x'.repeat(4000) }))).toBe('ok');
  });

  test('blocks of an attachment are checked like any others, and the answer points to what is wrong', async () => {
    const { bot } = await room();
    const attachments = [{ text: 'fine' }, { blocks: [section('fine'), section('x'.repeat(3001))] }];

    const refused = await refusal(bot.chat.postMessage({ channel, text: 'x', attachments }));

    expect(refused).toMatchObject({ error: 'invalid_attachments' });
    expect(refused?.response_metadata?.messages).toEqual([expect.stringContaining('[json-pointer:/attachments/1/blocks/1/text/text]')]);
  });

  test('an attachment with content of its own needs no text beside it', async () => {
    const { bot } = await room();

    const { message } = await bot.chat.postMessage({
      channel,
      text: '',
      attachments: [{ blocks: [section('inside')], fallback: 'inside' }],
    });

    expect(message?.attachments).toMatchObject([{ id: 1, fallback: 'inside', blocks: [{ type: 'section' }] }]);
  });
});

describe('metadata', () => {
  const metadata = { event_type: 'picture', event_payload: { key: 'run-482' } };

  test.each([
    { name: 'no JSON', given: '{', error: 'invalid_metadata_format' },
    { name: 'a list', given: '[]', error: 'invalid_metadata_format' },
    { name: 'no payload', given: { event_type: 'x' }, error: 'invalid_metadata_format' },
    { name: 'no type', given: { event_payload: {} }, error: 'invalid_metadata_format' },
    { name: 'a payload that is text', given: { event_type: 'x', event_payload: 'y' }, error: 'invalid_metadata_schema' },
    { name: 'a type that is a number', given: { event_type: 1, event_payload: {} }, error: 'invalid_metadata_schema' },
    { name: 'more than 16,000 bytes', given: { event_type: 'x', event_payload: { key: 'x'.repeat(16_000) } }, error: 'metadata_too_large' },
  ])('that is $name is $error, in a post and in an edit', async ({ given, error }) => {
    const { bot } = await room();
    const { ts } = await bot.chat.postMessage({ channel, text: 'before' });

    expect(await outcome(bot.apiCall('chat.postMessage', { channel, text: 'x', metadata: given }))).toBe(error);
    expect(await outcome(bot.apiCall('chat.update', { channel, ts, text: 'x', metadata: given }))).toBe(error);
  });

  test('comes back only to those who ask for it, and an empty object takes it away', async () => {
    const { bot } = await room();
    const { ts = '' } = await bot.chat.postMessage({ channel, text: 'card', metadata });
    const read = async (all: boolean) => {
      const history = await bot.conversations.history({ channel, include_all_metadata: all });
      const thread = await bot.conversations.replies({ channel, ts, include_all_metadata: all });
      return [history, thread].map(({ messages }) => messages?.[0]?.metadata);
    };

    expect(await read(false)).toEqual([undefined, undefined]);
    expect(await read(true)).toEqual([metadata, metadata]);
    await bot.apiCall('chat.update', { channel, ts, text: 'card', metadata: {} });
    expect(await read(true)).toEqual([undefined, undefined]);
  });

  test('is for applications and not for people', async () => {
    const { as } = await room();

    expect(await outcome(as('dana').chat.postMessage({ channel, text: 'x', metadata }))).toBe('metadata_must_be_sent_from_app');
  });
});

describe('a name and a picture for one message', () => {
  test.each([{ username: 'Night watch' }, { icon_emoji: ':owl:' }, { icon_url: 'https://example.com/owl.png' }])(
    'need a scope of their own: %o',
    async (given) => {
      const { bot } = await room({ without: ['chat:write.customize'] });

      const refused = await refusal(bot.apiCall('chat.postMessage', { channel, text: 'x', ...given }));

      expect(refused).toMatchObject({ error: 'missing_scope', needed: 'chat:write.customize' });
    },
  );

  test('stand in the message where the application has it', async () => {
    const { bot } = await room();

    const { message } = await bot.chat.postMessage({ channel, text: 'x', username: 'Night watch', icon_emoji: ':owl:' });

    expect(message).toMatchObject({ subtype: 'bot_message', username: 'Night watch', icons: { emoji: ':owl:' }, bot_id: 'B0LOCAL0001' });
  });
});
