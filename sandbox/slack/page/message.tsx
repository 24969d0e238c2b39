import type { JSX } from 'preact';
import { Blocks } from './blocks/blocks.tsx';
import { Files } from './files.tsx';
import { formatDate } from './dates.ts';
import type { Where } from './elements/act.ts';
import { InlineMrkdwn, Mrkdwn } from './mrkdwn-view.tsx';
import { ReactionPicker, Reactions } from './reactions.tsx';
import type { Message } from './schemas.ts';
import { nameOf, useSession } from './session.ts';

interface MessageProps {
  readonly message: Message;
  readonly channel: string;
  readonly pointedAt?: boolean;
  /** Opens the thread; absent where the thread is open already. */
  readonly openThread?: ((ts: string) => void) | undefined;
}

/** One message with everything that hangs on it. */
export function MessageView({ message, channel, pointedAt = false, openThread }: MessageProps): JSX.Element {
  const session = useSession();
  const where = { channel, ts: message.ts };
  const name = nameOf(session, message.user);
  const time = formatDate(Math.floor(Number(message.ts)), '{time}', new Date());
  const parent = message.thread_ts ?? message.ts;
  if (message.subtype === 'channel_join') return <Joined message={message} />;
  return (
    <article
      id={`m-${message.ts}`}
      class={`message ${message.is_ephemeral ? 'ephemeral' : ''} ${pointedAt ? 'pointed-at' : ''}`}
      aria-label={`${name} at ${time}`}
    >
      <Avatar userId={message.user} />
      <div class="message-body">
        {message.is_ephemeral && <p class="whisper">Only visible to you</p>}
        <Head message={message} />
        {message.subtype === 'thread_broadcast' && openThread && <p class="note">replied to a thread</p>}
        <Content message={message} channel={channel} />
        <Reactions message={message} where={where} />
        {openThread && message.reply_count !== undefined && <ThreadLink message={message} open={() => openThread(parent)} />}
      </div>
      {!message.is_ephemeral && <Tools where={where} reply={openThread && (() => openThread(parent))} />}
    </article>
  );
}

function Head({ message }: { readonly message: Message }): JSX.Element {
  const session = useSession();
  const unix = Math.floor(Number(message.ts));
  return (
    <header>
      <strong>{nameOf(session, message.user)}</strong>
      {message.user === session.start.bot.id && <span class="badge">APP</span>}
      <time dateTime={new Date(unix * 1000).toISOString()} title={formatDate(unix, '{date_long}, {time_secs}', new Date())}>
        {formatDate(unix, '{time}', new Date())}
      </time>
      {message.edited && <span class="edited">(edited)</span>}
    </header>
  );
}

function Tools({ where, reply }: { readonly where: Where; readonly reply: (() => void) | undefined }): JSX.Element {
  return (
    <div class="tools">
      <ReactionPicker where={where} />
      {reply && (
        <button type="button" class="tool" aria-label="Reply in thread" title="Reply in thread" onClick={reply}>
          💬
        </button>
      )}
    </div>
  );
}

/** As in Slack, blocks are shown instead of the text, which is for notifications then. */
function Content({ message, channel }: { readonly message: Message; readonly channel: string }): JSX.Element {
  const { blocks, text, attachments, ts } = message;
  return (
    <>
      {blocks?.length ? <Blocks blocks={blocks} where={{ channel, ts }} /> : text !== '' && <Mrkdwn text={text} />}
      {message.files && <Files files={message.files} />}
      {attachments?.map((attachment, index) => (
        <div key={index} class="attachment">
          <Mrkdwn text={attachment.text ?? attachment.fallback ?? ''} />
        </div>
      ))}
    </>
  );
}

function ThreadLink({ message, open }: { readonly message: Message; readonly open: () => void }): JSX.Element {
  const count = message.reply_count ?? 0;
  return (
    <button type="button" class="thread-link" onClick={open}>
      <span class="faces">
        {message.reply_users?.slice(0, 4).map((id) => (
          <Avatar key={id} userId={id} small />
        ))}
      </span>
      {count === 1 ? '1 reply' : `${count} replies`}
      {message.latest_reply && (
        <span class="note">last at {formatDate(Math.floor(Number(message.latest_reply)), '{time}', new Date())}</span>
      )}
    </button>
  );
}

function Joined({ message }: { readonly message: Message }): JSX.Element {
  return (
    <p class="joined">
      <InlineMrkdwn text={message.text} />
    </p>
  );
}

export function Avatar({ userId, small = false }: { readonly userId: string; readonly small?: boolean }): JSX.Element {
  const session = useSession();
  const person = session.start.people.find(({ id }) => id === userId);
  const letters = nameOf(session, userId).slice(0, 1).toUpperCase();
  return (
    <span class={small ? 'avatar small' : 'avatar'} style={person ? { background: `#${person.color}` } : {}} aria-hidden="true">
      {letters}
    </span>
  );
}
