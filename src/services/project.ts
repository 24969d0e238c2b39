import { createHash } from 'node:crypto';
import { story } from '../core/errors.ts';
import { MessengerError } from '../ports/messenger.ts';
import type { Messenger, Picture } from '../ports/messenger.ts';
import { beginPosting, dueMessages, giveUp, postAnew, postpone, shown, stands } from '../store/messages.ts';
import type { Message } from '../store/messages.ts';
import type { Deps } from './deps.ts';
import type { Pace } from './pace.ts';
import { pictureOf } from './picture.ts';
import type { Views } from './picture.ts';

export interface ProjectorDeps extends Deps {
  readonly messenger: Messenger;
  readonly views: Views;
  readonly pace: Pace;
  /** Called when a plan's message stands in Slack: votes may have come before we knew its ts. */
  readonly onPosted: (message: Message) => void;
}

const batch = 50;
/** After a crash or a time-out a post may still arrive; before that nobody can know. */
const doubtMs = 30_000;

/** One round: every picture that is behind its row is posted or edited. Returns after how many ms a post that was held back may go, if one was. */
export async function project(deps: ProjectorDeps): Promise<number | undefined> {
  const due = await dueMessages(deps.store, batch);
  const blocked = new Set<number | null>();
  const full = new Map<string, number>();
  for (const message of due) {
    // Order within a thread matters; one that waits holds back its successors there.
    if (message.parentId !== null && blocked.has(message.parentId)) continue;
    let picture: Picture | undefined;
    try {
      picture = await pictureOf(deps.store, deps, deps.views, message);
      if (holdsBack(deps, full, message, picture) || (await show(deps, message, picture)) === 'waits') blocked.add(message.parentId);
    } catch (error) {
      blocked.add(message.parentId);
      await setBack(deps, message, picture, error);
      // The others would meet the same silence, each for the whole time limit of a call.
      if (error instanceof MessengerError && error.trouble.is !== 'refused') break;
    }
  }
  return full.size === 0 ? undefined : Math.min(...full.values());
}

/** Whether this is a new post in a channel that has had enough of them; then all that follow there wait as well, in their order. */
function holdsBack({ pace }: ProjectorDeps, full: Map<string, number>, message: Message, picture: Picture | undefined): boolean {
  if (!picture || message.onlyFor !== null || message.ts !== null || message.postingSince !== null) return false;
  if (full.has(message.channel)) return true;
  const wait = pace.leave(message.channel);
  if (wait > 0) full.set(message.channel, wait);
  return wait > 0;
}

async function show(deps: ProjectorDeps, message: Message, picture: Picture | undefined): Promise<'done' | 'waits'> {
  const hash = picture ? hashOf(picture) : '';
  if (!picture || hash === message.shownHash) await shown(deps.store, message.id, { wanted: message.wanted, hash });
  else if (message.onlyFor !== null) await whisper(deps, message, picture, hash);
  else if (message.ts === null) return post(deps, message, picture, hash);
  else await edit(deps, message, message.ts, picture, hash);
  return 'done';
}

/** A whisper cannot be found again: in doubt it is not repeated. */
async function whisper(deps: ProjectorDeps, message: Message, picture: Picture, hash: string): Promise<void> {
  if (message.ts !== null || message.postingSince !== null) {
    await shown(deps.store, message.id, { wanted: message.wanted, hash });
    return;
  }
  if (!(await beginPosting(deps.store, message))) return;
  const place = { channel: message.channel, ...(message.thread === null ? {} : { thread: message.thread }) };
  await deps.messenger.whisper(place, message.onlyFor ?? '', picture);
  await shown(deps.store, message.id, { wanted: message.wanted, ts: 'whispered', hash });
}

async function post(deps: ProjectorDeps, message: Message, picture: Picture, hash: string): Promise<'done' | 'waits'> {
  const thread = message.parentTs ?? message.thread;
  const place = { channel: message.channel, ...(thread === null ? {} : { thread }) };
  const found = await adopt(deps, message, place);
  if (found === 'too early') return 'waits';
  const { ts: adopted } = found;
  if (adopted === undefined && !(await beginPosting(deps.store, message))) return 'waits';
  const posted =
    adopted === undefined ? await deps.messenger.post(place, picture, message.key) : { ts: adopted, thread: thread ?? undefined };
  if (message.parentId !== null && posted.thread === undefined) {
    // The parent was deleted, so the reply landed in the channel: away with it, and the parent anew.
    await deps.messenger.remove(message.channel, posted.ts);
    await postAnew(deps.store, message.parentId);
    await postpone(deps.store, message.id, { seconds: 1, problem: 'its parent was deleted', unsure: false });
    return 'waits';
  }
  await stands(deps.store, message.id, posted.ts);
  if (adopted !== undefined) await deps.messenger.edit(message.channel, adopted, picture);
  await complete(deps, message, posted.ts, picture, hash);
  return 'done';
}

/** The bot's own reactions, and then the record that all of it is shown. */
async function complete(deps: ProjectorDeps, message: Message, ts: string, picture: Picture, hash: string): Promise<void> {
  for (const name of picture.reactions ?? []) await deps.messenger.react(message.channel, ts, name);
  await shown(deps.store, message.id, { wanted: message.wanted, hash });
  if (picture.reactions !== undefined) deps.onPosted({ ...message, ts });
}

/** Looks for a post whose answer never came: the oldest is ours, others are removed. */
async function adopt(
  deps: ProjectorDeps,
  message: Message,
  place: { readonly channel: string; readonly thread?: string },
): Promise<{ readonly ts: string | undefined } | 'too early'> {
  if (message.postingSince === null) return { ts: undefined };
  const age = deps.clock().getTime() - message.postingSince.getTime();
  if (age < doubtMs) {
    await postpone(deps.store, message.id, { seconds: (doubtMs - age) / 1000, problem: 'it may have been posted already', unsure: true });
    return 'too early';
  }
  const [oldest, ...others] = await deps.messenger.find(place, message.key, new Date(message.postingSince.getTime() - 60_000));
  for (const ts of others) await deps.messenger.remove(message.channel, ts);
  return { ts: oldest };
}

async function edit(deps: ProjectorDeps, message: Message, ts: string, picture: Picture, hash: string): Promise<void> {
  try {
    await deps.messenger.edit(message.channel, ts, picture);
  } catch (error) {
    if (!(error instanceof MessengerError) || error.trouble.is !== 'refused' || error.trouble.code !== 'message_not_found') throw error;
    await postAnew(deps.store, message.id);
    return;
  }
  // It stands, but was never shown in full: the first round was cut before its end.
  if (message.shownHash === null) await complete(deps, message, ts, picture, hash);
  else await shown(deps.store, message.id, { wanted: message.wanted, hash });
}

async function setBack(deps: ProjectorDeps, message: Message, picture: Picture | undefined, error: unknown): Promise<void> {
  const trouble = error instanceof MessengerError ? error.trouble : undefined;
  const problem = story(error).slice(0, 300);
  deps.log.warn({ message: message.id, view: message.view, err: error }, 'message could not be shown');
  if (trouble?.is === 'refused') return refused(deps, message, picture, trouble.code);
  const seconds = trouble?.is === 'wait' ? trouble.seconds : Math.min(60, 2 ** Math.min(message.tries, 6));
  // Only a post that was certainly never sent leaves no doubt, and an older doubt is not ended by a failure to look.
  const neverSent = trouble?.is === 'away' || trouble?.is === 'wait';
  await postpone(deps.store, message.id, { seconds, problem, unsure: !neverSent || message.postingSince !== null });
}

const notHere = ['not_in_channel', 'channel_not_found', 'is_archived', 'user_not_in_channel'];

/** Slack will say no again: the person who typed is told where that is possible, and the reason stays. */
async function refused(deps: ProjectorDeps, message: Message, picture: Picture | undefined, code: string): Promise<void> {
  if (message.replyUrl !== null && notHere.includes(code)) {
    const invite = 'Invite me with `/invite @bigshot`';
    const text =
      message.onlyFor === null
        ? `I may not post here (${code}), so run ${message.subjectId} cannot be shown. ${invite}, and it appears. The run itself goes on and is in the log.`
        : `${picture?.text ?? ''}\nI may not post here (${code}). ${invite} to see more.`;
    await deps.messenger
      .reply(message.replyUrl, text)
      .catch((err: unknown) => deps.log.warn({ message: message.id, err }, 'typed command could not be answered'));
  }
  await giveUp(deps.store, message.id, message.wanted, code);
}

function hashOf(picture: Picture): string {
  return createHash('sha256').update(JSON.stringify(picture)).digest('hex').slice(0, 32);
}
