import type { JSX } from 'preact';
import { Composer } from './composer/composer.tsx';
import { MessageList } from './message-list.tsx';
import type { Channel, Message } from './schemas.ts';
import { channelTitle, useSession } from './session.ts';

interface ConversationProps {
  readonly channel: Channel;
  readonly messages: readonly Message[];
  readonly pointedAt: string | undefined;
  readonly newSince: string | undefined;
  readonly openThread: (ts: string) => void;
  readonly dismiss: (ts: string) => void;
  readonly older: () => void;
}

/** A channel with its messages and the place to type. */
export function Conversation({ channel, messages, pointedAt, openThread, ...rest }: ConversationProps): JSX.Element {
  const title = channelTitle(useSession(), channel);
  return (
    <main class="conversation">
      <header class="head">
        <h2>{title}</h2>
        <span class="note">{channel.topic?.value}</span>
        {channel.num_members !== undefined && <span class="note members">{channel.num_members} members</span>}
      </header>
      <MessageList
        label={`Messages in ${title}`}
        channel={channel.id}
        messages={messages}
        empty={`This is the beginning of ${title}.`}
        pointedAt={pointedAt}
        openThread={openThread}
        {...rest}
      />
      <span id="composer" tabIndex={-1} />
      <Composer key={channel.id} label={`Message ${title}`} channel={channel.id} />
    </main>
  );
}
