import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openWorkspace } from '../../sandbox/slack/open.ts';
import { slackTiming } from '../../sandbox/slack/timing.ts';
import { createMessenger, createWebClient } from '../../src/adapters/slack.ts';
import { alex, dana, kim, ops, rio, sam } from '../support/build.ts';
import { createFakeSlack } from '../support/messenger.ts';
import { messengerContract } from './messenger.contract.ts';
import type { Room } from './messenger.contract.ts';

messengerContract('the messenger over Slack’s Web API', openReal);
messengerContract('the messenger in memory', openFake);

const HomeBlocks = z.object({ blocks: z.array(z.unknown()) });
const Answer = z.looseObject({
  ok: z.boolean(),
  messages: z
    .array(
      z.looseObject({
        ts: z.string(),
        text: z.string(),
        user: z.string(),
        thread_ts: z.string().optional(),
        is_ephemeral: z.boolean().optional(),
        blocks: z.array(z.unknown()).default([]),
        files: z.array(z.object({ name: z.string() })).optional(),
      }),
    )
    .default([]),
});
const bot = 'U0LOCALBOT1';
const self = { userId: bot, botId: 'B0LOCAL0001', teamId: 'T0LOCAL0001' };

async function openReal(): Promise<Room> {
  const manifest = fileURLToPath(new URL('../../manifest.yml', import.meta.url));
  const { world, close } = await openWorkspace({ port: 0, manifest, limits: 'off' }, slackTiming);
  const ask = async (who: string, method: string, given: Readonly<Record<string, string>>) => {
    const token = who === bot ? world.secrets.bot : (world.secrets.people[who] ?? '');
    const headers = { authorization: `Bearer ${token}` };
    const response = await fetch(`${world.url}/api/${method}`, { method: 'POST', headers, body: new URLSearchParams(given) });
    return Answer.parse(await response.json());
  };
  const seenBy = async (who: string, channel: string) => {
    const { messages } = await ask(who, 'conversations.history', { channel, limit: '200' });
    const threads = await Promise.all(messages.map(({ ts }) => ask(who, 'conversations.replies', { channel, ts })));
    return threads.flatMap((thread) => thread.messages).toSorted((left, right) => Number(left.ts) - Number(right.ts));
  };
  return {
    messenger: createMessenger(createWebClient({ token: world.secrets.bot, apiUrl: `${world.url}/api/` }), self),
    channel: ops,
    elsewhere: 'C0RANDOM001',
    person: dana,
    guest: sam,
    stranger: rio,
    group: { id: 'S0ONCALL001', members: [alex, kim] },
    async messages(channel) {
      return (await seenBy(dana, channel))
        .filter(({ is_ephemeral: hidden }) => hidden !== true)
        .map(({ ts, text, thread_ts: thread, blocks, files }) => ({
          ts,
          text,
          blocks: blocks.length,
          ...(files && { files: files.map(({ name }) => name) }),
          ...(thread === undefined || thread === ts ? {} : { thread }),
        }));
    },
    home: (person) => Promise.resolve(HomeBlocks.safeParse(world.store.home(person)).data?.blocks.length),
    async whispers(person) {
      return (await seenBy(person, ops)).filter(({ is_ephemeral: hidden }) => hidden === true).map(({ text }) => text);
    },
    async react(person, ts, name) {
      await ask(person, 'reactions.add', { channel: ops, timestamp: ts, name });
    },
    async unreact(person, ts, name) {
      await ask(person, 'reactions.remove', { channel: ops, timestamp: ts, name });
    },
    async remove(ts) {
      await ask(bot, 'chat.delete', { channel: ops, ts });
    },
    replyUrl: (person) => Promise.resolve(world.responseUrls.issue({ channel: ops, user: person })),
    close,
  };
}

function openFake(): Promise<Room> {
  const fake = createFakeSlack({
    bot,
    channels: { [ops]: [bot, dana, alex, kim, sam, rio], C0RANDOM001: [dana] },
    people: [
      { id: dana, name: 'dana', kind: 'member', groups: [] },
      { id: sam, name: 'sam', kind: 'guest', groups: [] },
      { id: rio, name: 'rio', kind: 'stranger', groups: [] },
      { id: bot, name: 'bigshot', kind: 'bot', groups: [] },
    ],
    groups: { S0ONCALL001: [alex, kim] },
  });
  const reactors = (ts: string, name: string) => {
    const post = fake.posts.find((one) => one.ts === ts);
    const found = post?.reactions.get(name) ?? new Set<string>();
    post?.reactions.set(name, found);
    return found;
  };
  const asRoom: Room = {
    messenger: fake.messenger,
    channel: ops,
    elsewhere: 'C0RANDOM001',
    person: dana,
    guest: sam,
    stranger: rio,
    group: { id: 'S0ONCALL001', members: [alex, kim] },
    messages: (channel) =>
      Promise.resolve(
        fake.posts
          .filter((post) => post.channel === channel)
          .map(({ ts, thread, picture, key }) => ({
            ts,
            text: picture.text,
            blocks: (picture.blocks?.length ?? 0) + (picture.charts?.length ?? 0),
            ...(picture.files && { files: picture.files.map(({ ending }) => `${key}.${ending}`) }),
            ...(thread === undefined ? {} : { thread }),
          })),
      ),
    home: (person) => Promise.resolve(fake.homes.get(person)?.length),
    whispers: (person) =>
      Promise.resolve([
        ...fake.whispers.filter((one) => one.person === person).map(({ text }) => text),
        ...fake.replies.filter(({ url }) => url === `reply:${person}`).map(({ text }) => text),
      ]),
    react: (person, ts, name) => Promise.resolve(void reactors(ts, name).add(person)),
    unreact: (person, ts, name) => Promise.resolve(void reactors(ts, name).delete(person)),
    remove: (ts) => Promise.resolve(fake.remove(ts)),
    replyUrl: (person) => Promise.resolve(`reply:${person}`),
    close: () => Promise.resolve(),
  };
  return Promise.resolve(asRoom);
}
