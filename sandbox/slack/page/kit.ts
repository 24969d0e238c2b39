import * as z from 'zod/mini';

/** Text as Block Kit carries it. */
export const Text = z.object({ type: z.enum(['plain_text', 'mrkdwn']), text: z.string() });
export type Text = z.infer<typeof Text>;

export const Confirm = z.object({
  title: Text,
  text: Text,
  confirm: Text,
  deny: Text,
  style: z.optional(z.string()),
});
export type Confirm = z.infer<typeof Confirm>;

export const Option = z.object({
  text: Text,
  value: z.optional(z.string()),
  description: z.optional(Text),
  url: z.optional(z.string()),
});
export type Option = z.infer<typeof Option>;

/** A picture of the web, or a file of the workspace. */
export const Image = z.object({
  image_url: z.optional(z.string()),
  slack_file: z.optional(z.object({ id: z.optional(z.string()), url: z.optional(z.string()) })),
  alt_text: z.string(),
});
export type Image = z.infer<typeof Image>;
