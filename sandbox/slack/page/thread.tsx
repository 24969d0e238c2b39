import type { JSX } from 'preact';
import { Composer } from './composer/composer.tsx';
import { MessageList } from './message-list.tsx';
import type { Channel } from './schemas.ts';
import { channelTitle, useSession } from './session.ts';
import { threadOf, type State } from './state.ts';

interface ThreadProps {
  readonly channel: Channel;
  readonly parentTs: string;
  readonly state: State;
  readonly close: () => void;
}

/** A message with its replies, beside the channel. */
export function Thread({ channel, parentTs, state, close }: ThreadProps): JSX.Element {
  const title = channelTitle(useSession(), channel);
  return (
    <aside class="thread" aria-label="Thread">
      <header class="head">
        <h2>Thread</h2>
        <span class="note">{title}</span>
        <button type="button" class="tool close" aria-label="Close thread" title="Close thread" onClick={close}>
          ✕
        </button>
      </header>
      <MessageList
        label="Messages in thread"
        channel={channel.id}
        messages={threadOf(state, channel.id, parentTs)}
        empty="This message was deleted."
      />
      <Composer key={parentTs} label="Reply in thread" channel={channel.id} threadTs={parentTs} />
    </aside>
  );
}
