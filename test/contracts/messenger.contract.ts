import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Chart } from '../../src/core/chart.ts';
import { MessengerError } from '../../src/ports/messenger.ts';
import type { Messenger } from '../../src/ports/messenger.ts';

/** A message as people see it. */
export interface Seen {
  readonly ts: string;
  readonly text: string;
  readonly thread?: string;
  readonly blocks: number;
  /** Names of its files. */
  readonly files?: readonly string[];
}

/** A place where the bot and people meet, and what people do there. */
export interface Room {
  readonly messenger: Messenger;
  /** A channel in which the bot and all people are. */
  readonly channel: string;
  /** A channel in which the bot is not. */
  readonly elsewhere: string;
  readonly person: string;
  readonly guest: string;
  /** Somebody of another company, with whom the channel is shared. */
  readonly stranger: string;
  readonly group: { readonly id: string; readonly members: readonly string[] };
  /** All messages of the channel that everybody sees, replies too, oldest first. */
  messages(channel: string): Promise<readonly Seen[]>;
  /** How many blocks this person sees as the home of the bot; undefined: nothing was published. */
  home(person: string): Promise<number | undefined>;
  /** What only this person saw. */
  whispers(person: string): Promise<readonly string[]>;
  react(person: string, ts: string, name: string): Promise<void>;
  unreact(person: string, ts: string, name: string): Promise<void>;
  remove(ts: string): Promise<void>;
  replyUrl(person: string): Promise<string>;
  close(): Promise<void>;
}

const picture = (text: string) => ({ text, blocks: [{ type: 'section', text: { type: 'mrkdwn', text: `*${text}*` } }] });
const longAgo = () => new Date(Date.now() - 60_000);
const never = '1000000000.000001';

/** What every messenger does, the real one and the one in memory. */
export function messengerContract(name: string, open: () => Promise<Room>): void {
  // oxlint-disable-next-line vitest/valid-title -- each adapter brings its own
  describe(name, () => {
    let room: Room;
    let messenger: Messenger;
    const post = (text: string, key = text, thread?: string) =>
      messenger.post({ channel: room.channel, ...(thread === undefined ? {} : { thread }) }, picture(text), key);
    const shown = async (ts: string) => (await room.messages(room.channel)).find((message) => message.ts === ts);
    beforeAll(async () => {
      room = await open();
      ({ messenger } = room);
    });
    afterAll(() => room.close());

    test('a home is the one of its person, and the last one published', async () => {
      expect(await room.home(room.guest)).toBeUndefined();

      await messenger.publishHome(room.person, picture('home').blocks);
      await messenger.publishHome(room.person, [...picture('home').blocks, { type: 'divider' }]);

      expect(await room.home(room.person)).toBe(2);
      expect(await room.home(room.guest)).toBeUndefined();
    });

    test('a chart stands below the blocks of its message, also when it is edited', async () => {
      const chart: Chart = {
        title: 'Disk',
        unit: 'percent',
        lines: [
          {
            name: '/',
            points: [
              [0, 40],
              [86_400_000, 41],
            ],
          },
        ],
      };
      const { ts } = await messenger.post({ channel: room.channel }, { ...picture('drawn'), charts: [chart] }, 'drawn');

      expect(await shown(ts)).toMatchObject({ text: 'drawn', blocks: 2 });
      await messenger.edit(room.channel, ts, { ...picture('drawn anew'), charts: [chart, { ...chart, title: 'Other' }] });
      expect(await shown(ts)).toMatchObject({ text: 'drawn anew', blocks: 3 });
    });

    test('files stand in the thread with their words, are named after the key, and are found by it', async () => {
      const parent = await post('report');
      const files = [
        { ending: 'md' as const, title: 'Report', content: '# Report' },
        { ending: 'csv' as const, title: 'Findings', content: 'check,status' },
      ];
      const place = { channel: room.channel, thread: parent.ts };

      const { ts, thread } = await messenger.post(place, { text: 'to take along', files }, 'report-run-7');

      expect(thread).toBe(parent.ts);
      expect(await shown(ts)).toMatchObject({ text: 'to take along', files: ['report-run-7.md', 'report-run-7.csv'] });
      expect(await messenger.find(place, 'report-run-7', longAgo())).toEqual([ts]);
      expect(await messenger.find(place, 'report-run', longAgo())).toEqual([]);
    });

    test('a post stands in the channel with its words and blocks', async () => {
      const { ts, thread } = await post('first');

      expect(thread).toBeUndefined();
      expect(await shown(ts)).toEqual({ ts, text: 'first', blocks: 1 });
    });

    test('a reply stands in its thread and says so', async () => {
      const parent = await post('parent');

      const { ts, thread } = await post('reply', 'reply', parent.ts);

      expect(thread).toBe(parent.ts);
      expect(await shown(ts)).toMatchObject({ thread: parent.ts });
    });

    test('a reply to a message that is gone lands in the channel, without a thread', async () => {
      const parent = await post('doomed');
      await messenger.remove(room.channel, parent.ts);

      expect(await post('orphan', 'orphan', parent.ts)).not.toHaveProperty('thread');
    });

    test('an edit changes words and blocks in place', async () => {
      const { ts } = await post('before');

      await messenger.edit(room.channel, ts, { text: 'after' });

      expect(await shown(ts)).toEqual({ ts, text: 'after', blocks: 0 });
    });

    test('an edit of a message that is gone is refused as not found', async () => {
      const trouble = messenger.edit(room.channel, never, picture('x'));

      await expect(trouble).rejects.toMatchObject({ trouble: { is: 'refused', code: 'message_not_found' } });
    });

    test('a post where the bot is not is refused with Slack’s word', async () => {
      const trouble = messenger.post({ channel: room.elsewhere }, picture('x'), 'k');

      await expect(trouble).rejects.toBeInstanceOf(MessengerError);
      await expect(trouble).rejects.toMatchObject({ trouble: { is: 'refused', code: 'not_in_channel' } });
    });

    test('what was posted is found by its key, the oldest first, and nothing else', async () => {
      const first = await post('one', 'twin');
      const second = await post('two', 'twin');
      await post('other', 'single');

      expect(await messenger.find({ channel: room.channel }, 'twin', longAgo())).toEqual([first.ts, second.ts]);
      expect(await messenger.find({ channel: room.channel }, 'nobody', longAgo())).toEqual([]);
    });

    test('an edit keeps the key', async () => {
      const { ts } = await post('with key', 'kept');

      await messenger.edit(room.channel, ts, picture('edited'));

      expect(await messenger.find({ channel: room.channel }, 'kept', longAgo())).toEqual([ts]);
    });

    test('a reply is found in its thread and not in the channel', async () => {
      const parent = await post('has a reply');
      const { ts } = await post('inner', 'inner', parent.ts);

      expect(await messenger.find({ channel: room.channel, thread: parent.ts }, 'inner', longAgo())).toEqual([ts]);
      expect(await messenger.find({ channel: room.channel }, 'inner', longAgo())).toEqual([]);
    });

    test('looking into a thread that is gone finds nothing', async () => {
      expect(await messenger.find({ channel: room.channel, thread: never }, 'x', longAgo())).toEqual([]);
    });

    test('removing twice is removing once', async () => {
      const { ts } = await post('to be removed');

      await messenger.remove(room.channel, ts);
      await messenger.remove(room.channel, ts);

      expect(await shown(ts)).toBeUndefined();
    });

    test('a whisper is seen by one person and is no message', async () => {
      const before = (await room.messages(room.channel)).length;

      await messenger.whisper({ channel: room.channel }, room.person, picture('psst'));

      expect(await room.whispers(room.person)).toContain('psst');
      expect(await room.whispers(room.guest)).not.toContain('psst');
      expect(await room.messages(room.channel)).toHaveLength(before);
    });

    test('reactions name everybody, the bot too, and reacting twice is reacting once', async () => {
      const { ts } = await post('vote');
      await messenger.react(room.channel, ts, 'white_check_mark');
      await messenger.react(room.channel, ts, 'white_check_mark');
      await room.react(room.person, ts, 'white_check_mark');
      await room.react(room.person, ts, 'x');

      const before = await messenger.reactions(room.channel, ts);
      await room.unreact(room.person, ts, 'x');

      expect(before).toEqual([
        { name: 'white_check_mark', people: [messenger.self, room.person] },
        { name: 'x', people: [room.person] },
      ]);
      expect(await messenger.reactions(room.channel, ts)).toEqual([{ name: 'white_check_mark', people: [messenger.self, room.person] }]);
    });

    test('a message without reactions has none, one that is gone has no answer', async () => {
      const { ts } = await post('plain');

      expect(await messenger.reactions(room.channel, ts)).toEqual([]);
      expect(await messenger.reactions(room.channel, never)).toBeUndefined();
    });

    test('people are members, guests or bots, and nobody knows the others', async () => {
      expect(await messenger.person(room.person)).toMatchObject({ id: room.person, kind: 'member' });
      expect(await messenger.person(room.guest)).toMatchObject({ kind: 'guest' });
      expect(await messenger.person(messenger.self)).toMatchObject({ kind: 'bot' });
      expect(await messenger.person('U0NOBODY')).toBeUndefined();
    });

    test('somebody of another company is a stranger, also in a channel that is shared with them', async () => {
      expect(await messenger.members(room.channel)).toContain(room.stranger);
      expect(await messenger.person(room.stranger)).toMatchObject({ id: room.stranger, kind: 'stranger' });
    });

    test('the members of a channel and of a group are known', async () => {
      expect(await messenger.members(room.channel)).toEqual(expect.arrayContaining([messenger.self, room.person, room.guest]));
      expect(await messenger.groupMembers(room.group.id)).toEqual(room.group.members);
    });

    test('a group that is not there is refused with Slack’s word', async () => {
      await expect(messenger.groupMembers('S0NONE')).rejects.toMatchObject({ trouble: { is: 'refused', code: 'no_such_subteam' } });
    });

    test('a typed command is answered by its address, for its person alone', async () => {
      await messenger.reply(await room.replyUrl(room.person), 'by address');

      expect(await room.whispers(room.person)).toContain('by address');
    });

    test('an address that is not valid is refused', async () => {
      const url = `${await room.replyUrl(room.person)}0`;

      await expect(messenger.reply(url, 'lost')).rejects.toMatchObject({ trouble: { is: 'refused' } });
    });
  });
}
