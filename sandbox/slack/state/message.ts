import { z } from 'zod';

/** One block of Block Kit, checked elsewhere; here only what every block has. */
export const Block = z.looseObject({ type: z.string(), block_id: z.string().optional() });
export type Block = z.infer<typeof Block>;

/** Machine-readable companion of a message, visible to every application and member. */
export const Metadata = z.object({ event_type: z.string(), event_payload: z.record(z.string(), z.unknown()) });
export type Metadata = z.infer<typeof Metadata>;

/** Who reacted with what, in the order in which they did. */
const Reaction = z.object({ name: z.string(), users: z.array(z.string()).readonly() });

/** A message as it is kept. `ts` is its name within the channel; `onlyFor` makes it ephemeral. */
export const Message = z.object({
  channel: z.string(),
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  subtype: z.enum(['thread_broadcast', 'channel_join', 'bot_message', 'tombstone']).optional(),
  byBot: z.boolean().default(false),
  /** The name and the picture that a bot gave itself for this one message. */
  username: z.string().optional(),
  icons: z.object({ emoji: z.string().optional(), image_48: z.string().optional() }).optional(),
  thread_ts: z.string().optional(),
  blocks: z.array(Block).readonly().optional(),
  attachments: z.array(z.looseObject({})).readonly().optional(),
  /** Ids of the files that it shows. */
  files: z.array(z.string()).readonly().optional(),
  metadata: Metadata.optional(),
  edited: z.object({ user: z.string(), ts: z.string() }).optional(),
  reactions: z.array(Reaction).readonly().default([]),
  onlyFor: z.string().optional(),
});
export type Message = Readonly<z.infer<typeof Message>>;

/** A channel, or the direct conversation of one person with the bot. */
export const Channel = z.object({
  id: z.string(),
  name: z.string(),
  topic: z.string(),
  created: z.number(),
  direct: z.boolean().default(false),
  private: z.boolean().default(false),
  archived: z.boolean().default(false),
  members: z.array(z.string()).readonly(),
});
export type Channel = Readonly<z.infer<typeof Channel>>;
