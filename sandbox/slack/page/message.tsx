import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { AttachmentView } from './attachment.tsx';
import { Blocks } from './blocks/blocks.tsx';
import { Files } from './files.tsx';
import { formatDate } from './dates.ts';
import { InlineMrkdwn, Mrkdwn } from './mrkdwn-view.tsx';
import { Edit } from './message-edit.tsx';
import { Tools } from './message-tools.tsx';
import { Reactions } from './reactions.tsx';
import { unchanging } from './same.tsx';
import { Avatar } from './avatar.tsx';
import type { Message } from './schemas.ts';
import { nameOf, useSession } from './session.ts';

interface MessageProps {
  readonly message: Message;
  readonly channel: string;
  readonly pointedAt?: boolean;
  /** It follows another one of the same author closely, and needs no head of its own. */
  readonly compact?: boolean;
  /** Opens the thread; absent where the thread is open already. */
  readonly openThread?: ((ts: string) => void) | undefined;
  /** Takes an ephemeral message off the screen. */
  readonly dismiss?: ((ts: string) => void) | undefined;
}

/** One message with everything that hangs on it. Drawn anew only when something of it changed. */
export const MessageView = unchanging(Whole);

function Whole({ message, channel, pointedAt = false, compact = false, openThread, dismiss }: MessageProps): JSX.Element {
  const session = useSession();
  const [editing, setEditing] = useState(false);
  const where = { channel, ts: message.ts };
  const name = message.username ?? nameOf(session, message.user);
  const time = formatDate(Math.floor(Number(message.ts)), '{time}', new Date());
  const parent = message.thread_ts ?? message.ts;
  const reply = openThread && (() => openThread(parent));
  if (message.subtype === 'channel_join') return <Joined message={message} />;
  const kinds = [
    message.is_ephemeral && 'ephemeral',
    pointedAt && 'pointed-at',
    compact && 'compact',
    message.subtype === 'tombstone' && 'tombstone',
  ];
  return (
    <article id={`m-${message.ts}`} class={['message', ...kinds].filter(Boolean).join(' ')} aria-label={`${name} at ${time}`}>
      {compact ? <time class="beside">{time}</time> : <Avatar userId={message.user} />}
      <div class="message-body">
        {message.is_ephemeral && <Whisper dismiss={dismiss && (() => dismiss(message.ts))} />}
        {!compact && <Head message={message} />}
        {message.subtype === 'thread_broadcast' && openThread && <p class="note">replied to a thread</p>}
        {editing ? (
          <Edit message={message} where={where} done={() => setEditing(false)} />
        ) : (
          <Content message={message} channel={channel} />
        )}
        {compact && message.edited && <span class="edited">(edited)</span>}
        <Reactions message={message} where={where} />
        {reply && message.reply_count !== undefined && <ThreadLink message={message} open={reply} />}
      </div>
      {!message.is_ephemeral && message.subtype !== 'tombstone' && (
        <Tools message={message} where={where} reply={reply} edit={() => setEditing(true)} />
      )}
    </article>
  );
}

function Whisper({ dismiss }: { readonly dismiss: (() => void) | undefined }): JSX.Element {
  return (
    <p class="whisper">
      Only visible to you{' '}
      {dismiss && (
        <button type="button" class="link-like" onClick={dismiss}>
          Dismiss
        </button>
      )}
    </p>
  );
}

function Head({ message }: { readonly message: Message }): JSX.Element {
  const session = useSession();
  const unix = Math.floor(Number(message.ts));
  return (
    <header>
      <strong>{message.username ?? nameOf(session, message.user)}</strong>
      {(message.bot_id !== undefined || message.user === session.start.bot.id) && <span class="badge">APP</span>}
      <time dateTime={new Date(unix * 1000).toISOString()} title={formatDate(unix, '{date_long}, {time_secs}', new Date())}>
        {formatDate(unix, '{time}', new Date())}
      </time>
      {message.edited && <span class="edited">(edited)</span>}
    </header>
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
        <AttachmentView key={index} value={attachment} where={{ channel, ts }} />
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
