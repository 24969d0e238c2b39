import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { Call } from './client.ts';
import { Conversation } from './conversation.tsx';
import { inAddress, isChannel, useAddress, usePlace, useReadMark } from './place.ts';
import type { Person, Start } from './schemas.ts';
import { SessionContext, type Session } from './session.ts';
import { Sidebar } from './sidebar.tsx';
import { ownChannels, topLevel, unread } from './state.ts';
import { Thread } from './thread.tsx';
import { useWorkspace } from './use-workspace.ts';

interface AppProps {
  readonly start: Start;
  readonly emoji: Readonly<Record<string, string>>;
}

const pointedAt = inAddress('message');

/** The whole page: who one is, where one is, and which thread is open. */
export function App({ start, emoji }: AppProps): JSX.Element | null {
  const as = inAddress('as');
  const [me, setMe] = useState(() => start.people.find(({ name, id }) => name === as || id === as) ?? start.people[0]);
  return me ? <AsPerson key={me.id} start={start} emoji={emoji} me={me} become={setMe} /> : null;
}

function AsPerson({
  start,
  emoji,
  me,
  become,
}: AppProps & { readonly me: Person; readonly become: (person: Person) => void }): JSX.Element {
  const { state, connected, call, step } = useWorkspace(me);
  const [place, setPlace] = usePlace();
  const [problem, setProblem] = useState('');
  const channels = ownChannels(state);
  const channel = channels.find((each) => isChannel(each, place.channel)) ?? channels[0];
  // Somebody else may not know the channel whose thread was open.
  const thread = channel && isChannel(channel, place.channel) ? place.thread : undefined;
  const messages = channel ? topLevel(state, channel.id) : [];
  const unreadAt = (id: string): number => unread(state, id, me.id);

  useAddress(
    me.name,
    channel,
    thread,
    channels.reduce((sum, { id }) => sum + unreadAt(id), 0),
  );
  useReadMark(channel?.id, messages.at(-1)?.ts, (id, ts) => step({ is: 'read', channel: id, ts }));
  useEffect(() => {
    if (!channel || thread === undefined) return;
    void call('conversations.replies', { channel: channel.id, ts: thread }).then((reply) =>
      step({ is: 'thread', channel: channel.id, messages: reply.messages ?? [] }),
    );
  }, [channel?.id, thread, state.loads]);

  const session = useMemo((): Session => {
    const act: Call = async (method, given) => {
      const reply = await call(method, given);
      setProblem(reply.ok ? '' : explain(reply.error ?? ''));
      return reply;
    };
    const openChannel = (id: string): void => {
      setPlace({ channel: id });
      setProblem('');
    };
    return { start, emoji, me, channels, call, act, openChannel };
  }, [start, emoji, me, state.channels, call]);
  return (
    <SessionContext.Provider value={session}>
      <div class={thread === undefined ? 'page' : 'page with-thread'}>
        <Sidebar current={channel?.id ?? ''} connected={connected} unread={unreadAt} become={become} />
        {channel && (
          <Conversation
            channel={channel}
            messages={messages}
            problem={problem}
            pointedAt={pointedAt}
            openThread={(ts) => setPlace({ channel: channel.id, thread: ts })}
          />
        )}
        {channel && thread !== undefined && (
          <Thread channel={channel} parentTs={thread} state={state} close={() => setPlace({ channel: channel.id })} />
        )}
      </div>
    </SessionContext.Provider>
  );
}

const explanations: Readonly<Record<string, string>> = {
  offline: 'The workspace does not answer. The page connects again by itself.',
  operation_timeout: 'The application did not answer within 3 seconds (operation_timeout).',
  dispatch_failed: 'The application is not connected (dispatch_failed).',
  command_not_supported_in_thread: 'Slack does not take commands in threads.',
  already_reacted: '',
  no_reaction: '',
};

function explain(error: string): string {
  return explanations[error] ?? `Slack says: ${error}`;
}
