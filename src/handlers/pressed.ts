import type { BlockAction, ButtonAction } from '@slack/bolt';
import { z } from 'zod';
import type { Picture } from '../ports/messenger.ts';
import { homeBlock } from '../views/home.ts';
import type { HandlerContext } from './context.ts';

/** Where a button stands, and so where its answer belongs: a channel, a thread of it, or somebody's home, whose blocks name a channel. */
export const Pressed = z.object({ channel: z.string(), thread: z.string().optional(), isHome: z.boolean() });
export type Pressed = z.infer<typeof Pressed>;

/** Undefined: it stands where no line can be spoken. */
export function pressedIn(action: ButtonAction, body: BlockAction<ButtonAction>): Pressed | undefined {
  // In a home there is no channel: the block says in which one the line is spoken.
  const [where, spokenIn] = action.block_id.split(':');
  const isHome = where === homeBlock;
  const thread: unknown = body.container['thread_ts'] ?? body.message?.['thread_ts'];
  const place = { channel: isHome ? spokenIn : (body.container['channel_id'] ?? body.channel?.id), isHome };
  return Pressed.safeParse(typeof thread === 'string' ? { ...place, thread } : place).data;
}

/** Tells whoever pressed, there where they pressed. */
export async function answerThere(
  { home, tell }: Pick<HandlerContext, 'home' | 'tell'>,
  { person, pressed, picture, replyUrl }: { person: string; pressed: Pressed; picture: Picture; replyUrl?: string },
): Promise<void> {
  const { channel, thread, isHome } = pressed;
  if (isHome) return home(person, picture.text);
  const place = { channel, ...(thread === undefined ? {} : { thread }) };
  await tell({ place, person, picture, ...(replyUrl === undefined ? {} : { replyUrl }) });
}
