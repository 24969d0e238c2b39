import * as z from 'zod/mini';

const Person = z.object({ id: z.string(), name: z.string(), realName: z.string(), role: z.string(), color: z.string(), token: z.string() });
export type Person = z.infer<typeof Person>;

/** What the page gets before it can act as one of the people. */
export const Start = z.object({
  team: z.object({ name: z.string() }),
  bot: z.object({ id: z.string(), name: z.string(), appName: z.string() }),
  people: z.array(Person),
  groups: z.array(z.object({ id: z.string(), handle: z.string() })),
  commands: z.array(z.object({ command: z.string(), description: z.string(), hint: z.string() })),
});
export type Start = z.infer<typeof Start>;

export const Emoji = z.record(z.string(), z.string());
export type Emoji = z.infer<typeof Emoji>;

export const Block = z.looseObject({ type: z.string(), block_id: z.optional(z.string()) });
export type Block = z.infer<typeof Block>;

/** A file that a message shows; a deleted one has only its id and mode. */
export const SharedFile = z.object({
  id: z.string(),
  mode: z.string(),
  name: z.optional(z.string()),
  title: z.optional(z.string()),
  mimetype: z.optional(z.string()),
  pretty_type: z.optional(z.string()),
  size: z.optional(z.number()),
  alt_txt: z.optional(z.string()),
  url_private: z.optional(z.string()),
  thumb_360: z.optional(z.string()),
});
export type SharedFile = z.infer<typeof SharedFile>;

export const Message = z.object({
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  subtype: z.optional(z.string()),
  bot_id: z.optional(z.string()),
  /** Under which other name an application speaks. */
  username: z.optional(z.string()),
  thread_ts: z.optional(z.string()),
  reply_count: z.optional(z.number()),
  latest_reply: z.optional(z.string()),
  reply_users: z.optional(z.array(z.string())),
  edited: z.optional(z.looseObject({})),
  is_ephemeral: z.optional(z.boolean()),
  blocks: z.optional(z.array(Block)),
  files: z.optional(z.array(SharedFile)),
  attachments: z.optional(z.array(z.unknown())),
  reactions: z.optional(z.array(z.object({ name: z.string(), users: z.array(z.string()) }))),
});
export type Message = z.infer<typeof Message>;

export const Channel = z.object({
  id: z.string(),
  name: z.optional(z.string()),
  is_im: z.boolean(),
  is_member: z.optional(z.boolean()),
  is_private: z.optional(z.boolean()),
  is_archived: z.optional(z.boolean()),
  user: z.optional(z.string()),
  num_members: z.optional(z.number()),
  topic: z.optional(z.object({ value: z.string() })),
});
export type Channel = z.infer<typeof Channel>;

/** The home of the application, as it was published last. */
export const Home = z.object({ id: z.string(), blocks: z.array(Block) });
export type Home = z.infer<typeof Home>;

const Label = z.object({ text: z.string() });

/** What the application asks this person in front of everything else. */
export const Modal = z.object({
  id: z.string(),
  title: Label,
  submit: z.optional(z.nullable(Label)),
  close: z.optional(z.nullable(Label)),
  blocks: z.array(Block),
});
export type Modal = z.infer<typeof Modal>;

/** What the workspace tells an open page. */
export const News = z.discriminatedUnion('is', [
  z.object({ is: z.literal('hello') }),
  z.object({ is: z.literal('channel'), channel: Channel }),
  z.object({ is: z.literal('message'), channel: z.string(), message: Message }),
  z.object({ is: z.literal('home'), view: Home }),
  z.object({ is: z.literal('modal'), view: z.nullable(Modal) }),
  z.object({ is: z.literal('deleted'), channel: z.string(), ts: z.string() }),
]);
export type News = z.infer<typeof News>;

export const Reply = z.looseObject({
  ok: z.boolean(),
  error: z.optional(z.string()),
  channels: z.optional(z.array(Channel)),
  messages: z.optional(z.array(Message)),
  /** Of an upload that was announced. */
  upload_url: z.optional(z.string()),
  file_id: z.optional(z.string()),
  permalink: z.optional(z.string()),
  has_more: z.optional(z.boolean()),
  view: z.optional(z.nullable(Home)),
  /** What is wrong in a form, by block. */
  errors: z.optional(z.record(z.string(), z.string())),
});
export type Reply = z.infer<typeof Reply>;
