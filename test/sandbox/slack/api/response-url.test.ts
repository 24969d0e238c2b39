import { expect, test } from 'vitest';
import type { App } from '@slack/bolt';
import { control } from '../control/support.ts';
import { connect } from '../support/open.ts';
import { call, channels, users } from '../support/workspace.ts';
import { room, type Room } from './support/room.ts';

const channel = channels.ops;

interface Answered {
  readonly status: number;
  readonly body: unknown;
}

/** What Slack says to an answer to the address. */
async function answer(url: string, given: unknown): Promise<Answered> {
  const body = typeof given === 'string' ? given : JSON.stringify(given);
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return { status: response.status, body: await response.json() };
}

/** An address as it comes with a command, or with a click on the message, where one is named. */
function addressOf({ place }: Room, messageTs?: string): string {
  return place.world.responseUrls.issue({ channel, user: users.dana, ...(messageTs === undefined ? {} : { messageTs }) });
}

async function texts(made: Room, who: 'dana' | 'alex'): Promise<readonly (string | undefined)[]> {
  return (await made.as(who).conversations.history({ channel })).messages?.map(({ text }) => text).toReversed() ?? [];
}

test('an address is good for five answers, and the sixth is refused', async () => {
  const made = await room();
  const url = addressOf(made);
  for (const text of ['1', '2', '3', '4', '5']) expect(await answer(url, { text })).toMatchObject({ status: 200 });

  expect(await answer(url, { text: '6' })).toEqual({ status: 404, body: { ok: false, error: 'used_url' } });
  expect(await texts(made, 'dana')).toEqual(['1', '2', '3', '4', '5']);
});

test('an address is good for thirty minutes of the workspace’s clock', async () => {
  const made = await room();
  const url = addressOf(made);

  await control(made.place, 'clock.advance', { ms: 29 * 60_000 });
  const before = await answer(url, { text: 'in time' });
  await control(made.place, 'clock.advance', { ms: 60_000 });
  const after = await answer(url, { text: 'late' });

  expect(before.status).toBe(200);
  expect(after).toEqual({ status: 404, body: { ok: false, error: 'expired_url' } });
  expect(await texts(made, 'dana')).toEqual(['in time']);
});

test('an address that was never given is refused too', async () => {
  const { place } = await room();

  expect(await answer(`${place.world.url}/response/none`, { text: 'x' })).toMatchObject({ status: 404 });
});

test('an answer is for the person only, unless it asks to be for all', async () => {
  const made = await room();
  const url = addressOf(made);

  await answer(url, { text: 'for dana' });
  await answer(url, { text: 'for all', response_type: 'in_channel' });

  expect(await texts(made, 'dana')).toEqual(['for dana', 'for all']);
  expect(await texts(made, 'alex')).toEqual(['for all']);
});

test('a click can replace the message that it was on, and delete it', async () => {
  const made = await room();
  const { ts } = await made.bot.chat.postMessage({ channel, text: 'approve?', attachments: [{ text: 'old' }] });
  const url = addressOf(made, ts);

  await answer(url, { text: 'approved', replace_original: true, blocks: [{ type: 'divider' }] });
  const { messages: replaced } = await made.bot.conversations.history({ channel });
  await answer(url, { delete_original: true });

  expect(replaced).toMatchObject([{ ts, text: 'approved', edited: { user: users.bot }, blocks: [{ type: 'divider' }] }]);
  expect(replaced?.[0]?.blocks?.[0]?.block_id).toBeTruthy();
  expect(replaced?.[0]).not.toHaveProperty('attachments');
  expect(await texts(made, 'dana')).toEqual([]);
});

test('an ephemeral message can be replaced, but not be made one for all', async () => {
  const made = await room();
  const { message_ts: ts } = await made.bot.chat.postEphemeral({ channel, user: users.dana, text: 'psst' });

  const { status } = await answer(addressOf(made, ts), { text: 'hush', replace_original: true, response_type: 'in_channel' });

  expect(status).toBe(200);
  expect(await texts(made, 'dana')).toEqual(['hush']);
  expect(await texts(made, 'alex')).toEqual([]);
});

test.each([
  { name: 'that says nothing', given: {}, error: 'no_text' },
  { name: 'that is no JSON', given: '{', error: 'invalid_payload' },
  { name: 'that is a list', given: [], error: 'invalid_payload' },
  { name: 'with a block of no kind', given: { text: 'x', blocks: [{ type: 'nothing' }] }, error: 'invalid_blocks' },
  { name: 'with blocks that are no list', given: { text: 'x', blocks: {} }, error: 'invalid_blocks_format' },
  { name: 'with a wrong block in an attachment', given: { attachments: [{ blocks: [{ type: 'header' }] }] }, error: 'invalid_attachments' },
])('an answer $name is $error, and stands in the traffic as bad', async ({ given, error }) => {
  const made = await room();

  expect(await answer(addressOf(made), given)).toEqual({ status: 400, body: { ok: false, error } });
  expect(await texts(made, 'dana')).toEqual([]);
  expect((await control(made.place, 'traffic.check')).body.problems).toMatchObject([{ what: 'response_url', says: error }]);
});

test('nothing comes into an archived channel by this way either', async () => {
  const made = await room();
  await made.as('dana').conversations.archive({ channel });

  expect(await answer(addressOf(made), { text: 'x' })).toMatchObject({ status: 400, body: { error: 'is_archived' } });
});

test('Bolt hears the refusal of the sixth answer as an error', async () => {
  const made = await room();
  const outcomes: unknown[] = [];
  await connect(made.place, (app: App) =>
    app.command('/try', async ({ ack, respond }) => {
      await ack();
      for (const text of ['1', '2', '3', '4', '5', '6']) {
        const outcome = await respond(text).then(
          ({ status }) => status,
          (error: unknown) => error,
        );
        outcomes.push(outcome);
      }
    }),
  );

  await call(made.place, 'dana', 'chat.command', { channel, command: '/try' });

  await expect.poll(() => outcomes.length, { timeout: 60_000 }).toBe(6);
  expect(outcomes.slice(0, 5)).toEqual([200, 200, 200, 200, 200]);
  expect(outcomes[5]).toMatchObject({ code: 'slack_bolt_respond_error', statusCode: 404 });
});

test('an ack with blocks that Slack would refuse is shown to the person as a failure and to the developer in the traffic', async () => {
  const made = await room();
  await connect(made.place, (app: App) =>
    app.command('/try', async ({ ack }) => ack({ text: 'x', blocks: [{ type: 'header', text: { type: 'plain_text', text: '' } }] })),
  );

  const reply = await call(made.place, 'dana', 'chat.command', { channel, command: '/try' });

  expect(reply).toMatchObject({ ok: false, error: 'invalid_blocks' });
  expect(await texts(made, 'dana')).toEqual([expect.stringContaining('invalid_blocks')]);
  expect((await control(made.place, 'traffic.check')).body.problems).toContainEqual(
    expect.objectContaining({ what: '/try', says: 'invalid_blocks' }),
  );
});
