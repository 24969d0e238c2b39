import { z } from 'zod';
import type { Workspace } from '../../sandbox/slack/workspace.ts';
import { patienceSeconds } from './patience.ts';

const Said = z.looseObject({
  ts: z.string(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
  is_ephemeral: z.boolean().optional(),
  blocks: z.array(z.unknown()).default([]),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()) })).default([]),
});
export type Said = z.infer<typeof Said>;

const Answer = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  response: z.object({ text: z.string() }).optional(),
  messages: z.array(Said).optional(),
});

/** What a person can do in Slack, over the Web API with their own token. */
export interface SlackHand {
  call(person: string, method: string, body: Readonly<Record<string, string>>): Promise<z.infer<typeof Answer>>;
  /** Types `/bigshot <text>` and returns what only they see at once. */
  type(person: string, text: string, channel?: string): Promise<string>;
  react(person: string, ts: string, name: string): Promise<void>;
  unreact(person: string, ts: string, name: string): Promise<void>;
  press(person: string, ts: string, value: string): Promise<void>;
  /** What this person sees in the channel, newest first, ephemeral messages included. */
  messages(person: string, channel?: string): Promise<readonly Said[]>;
  thread(person: string, ts: string, channel?: string): Promise<readonly Said[]>;
  /** Waits until a message that this person sees matches; the error shows what was there instead. */
  see(person: string, what: RegExp, options?: { readonly channel?: string }): Promise<Said>;
  seeInThread(person: string, ts: string, what: RegExp, options?: { readonly channel?: string }): Promise<Said>;
}

/** All text of a message that a person reads, without the stars of bold type. */
export function readable(said: Said): string {
  const texts: string[] = [];
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      if ('text' in value && typeof value.text === 'string') texts.push(value.text);
      Object.values(value).forEach(walk);
    }
  };
  walk(said.blocks);
  return [said.text, ...texts].join('\n').replaceAll('*', '');
}

/** The lines that the buttons of a message carry. */
export function buttonLines(said: Said): readonly string[] {
  return [...JSON.stringify(said.blocks).matchAll(/"value":"([^"]+)"/g)].map((match) => match[1] ?? '');
}

export function createSlackHand(slack: Workspace): SlackHand {
  const person = (name: string) => slack.people.find((one) => one.name === name);
  const channelId = (name = 'ops') => slack.channels.find((one) => one.name === name)?.id ?? '';
  const call: SlackHand['call'] = async (name, method, body) => {
    const response = await fetch(`${slack.apiUrl}${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${person(name)?.token ?? ''}`, 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(body),
    });
    return Answer.parse(await response.json());
  };
  const must: SlackHand['call'] = async (name, method, body) => {
    const answer = await call(name, method, body);
    if (!answer.ok) throw new Error(`${method}: ${answer.error ?? ''}`);
    return answer;
  };
  const hand: SlackHand = {
    call,
    async type(name, text, channel) {
      const answer = await must(name, 'chat.command', { channel: channelId(channel), command: '/bigshot', text });
      return answer.response?.text ?? '';
    },
    async react(name, ts, reaction) {
      await must(name, 'reactions.add', { channel: channelId(), timestamp: ts, name: reaction });
    },
    async unreact(name, ts, reaction) {
      await must(name, 'reactions.remove', { channel: channelId(), timestamp: ts, name: reaction });
    },
    async press(name, ts, value) {
      const message = (await hand.messages(name)).find((one) => one.ts === ts);
      const action =
        new RegExp(`"action_id":"([^"]+)"[^{}]*"value":"${value}`).exec(JSON.stringify(message?.blocks ?? [])) ??
        new RegExp(`"value":"${value}[^{}]*"action_id":"([^"]+)"`).exec(JSON.stringify(message?.blocks ?? []));
      await must(name, 'blocks.actions', { channel: channelId(), message_ts: ts, action_id: action?.[1] ?? 'none', value });
    },
    messages: async (name, channel) =>
      (await must(name, 'conversations.history', { channel: channelId(channel), limit: '100' })).messages ?? [],
    thread: async (name, ts, channel) =>
      (await must(name, 'conversations.replies', { channel: channelId(channel), ts, limit: '100' })).messages ?? [],
    see: (name, what, { channel } = {}) => until(what, () => hand.messages(name, channel)),
    seeInThread: (name, ts, what, { channel } = {}) => until(what, () => hand.thread(name, ts, channel)),
  };
  return hand;
}

async function until(what: RegExp, look: () => Promise<readonly Said[]>): Promise<Said> {
  const deadline = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const seen = await look();
    const found = seen.find((said) => what.test(readable(said)));
    if (found) return found;
    if (Date.now() > deadline)
      throw new Error(
        `${what} was not seen in ${patienceSeconds} s. There was:\n${seen
          .map((said) => `--- ${said.ts}\n${readable(said)}`)
          .join('\n')
          .slice(0, 4000)}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
