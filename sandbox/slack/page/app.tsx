import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Call } from './client.ts';
import { Conversation } from './conversation.tsx';
import { HomePane } from './home.tsx';
import { ModalView } from './modal.tsx';
import { explain, Problem, useProblem } from './problem.tsx';
import { homePlace, inAddress, isChannel, useAddress, usePlace, useReadMark } from './place.ts';
import type { Person, Start } from './schemas.ts';
import { SessionContext, type Session } from './session.ts';
import { Sidebar } from './sidebar.tsx';
import { ownChannels, topLevel, unread, type State, type Step, type Unread } from './state.ts';
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

interface AsPersonProps extends AppProps {
  readonly me: Person;
  readonly become: (person: Person) => void;
}

function AsPerson({ start, emoji, me, become }: AsPersonProps): JSX.Element {
  const { state, connected, call, step, older } = useWorkspace(me);
  const [place, setPlace] = usePlace();
  const [problem, setProblem] = useProblem();
  const channels = ownChannels(state);
  const channel = channels.find((each) => isChannel(each, place.channel)) ?? channels[0];
  // Somebody else may not know the channel whose thread was open.
  const atHome = place.channel === homePlace;
  const thread = channel && isChannel(channel, place.channel) ? place.thread : undefined;
  const messages = channel ? topLevel(state, channel.id) : [];
  const unreadAt = (id: string): Unread => unread(state, id, me.id);
  const allUnread = channels.reduce((sum, { id }) => sum + unreadAt(id).messages, 0);

  useAddress(me.name, atHome ? homePlace : channel, thread, allUnread);
  useEffect(() => {
    if (!atHome) return;
    void call('home.open', {}).then(({ view }) => view && step({ is: 'home', view }));
  }, [atHome, me.id, state.loads]);
  useReadMark(atHome ? undefined : channel?.id, messages.at(-1)?.ts, (id, ts) => step({ is: 'read', channel: id, ts }));
  useEffect(() => {
    if (channel && thread !== undefined) void readThread(call, channel.id, thread).then(step);
  }, [channel?.id, thread, state.loads]);
  const session = useMemo((): Session => {
    const act: Call = async (method, given) => {
      const reply = await call(method, given);
      setProblem(reply.ok ? '' : explain(reply.error ?? ''));
      return reply;
    };
    return { start, emoji, me, channels, call, act, openChannel: (id) => setPlace({ channel: id }) };
  }, [start, emoji, me, state.channels, call]);
  const open = useCallback((ts?: string): void => setPlace({ channel: channel?.id ?? '', thread: ts }), [channel?.id]);
  const dismiss = useCallback((ts: string): void => step({ is: 'deleted', channel: channel?.id ?? '', ts }), [channel?.id]);
  const newSince = useNewSince(channel?.id, state, me.id);
  return (
    <SessionContext.Provider value={session}>
      <div class={thread === undefined ? 'page' : 'page with-thread'}>
        <a class="skip" href="#composer">
          Skip to the message field
        </a>
        <Sidebar current={atHome ? homePlace : (channel?.id ?? '')} connected={connected} unread={unreadAt} become={become} />
        {atHome && <HomePane view={state.home} />}
        {!atHome && channel && (
          <Conversation
            channel={channel}
            messages={messages}
            pointedAt={pointedAt}
            newSince={newSince}
            openThread={open}
            dismiss={dismiss}
            older={() => messages[0] && older(channel.id, messages[0].ts)}
          />
        )}
        {channel && thread !== undefined && <Thread channel={channel} parentTs={thread} state={state} close={() => open()} />}
        {state.modal && <ModalView key={state.modal.id} view={state.modal} />}
        <Problem text={problem} />
      </div>
    </SessionContext.Provider>
  );
}

/** Where the news begin: what was read last when the channel was opened, if anything came since. It stays while one is there. */
function useNewSince(channel: string | undefined, state: State, me: string): string | undefined {
  const kept = useRef<{ readonly channel: string; readonly ts: string } | undefined>(undefined);
  if (channel === undefined || state.loads === 0) return undefined;
  if (kept.current?.channel !== channel) {
    const isNews = unread(state, channel, me).messages > 0;
    kept.current = { channel, ts: isNews ? (state.read[channel] ?? '') : '' };
  }
  return kept.current.ts === '' ? undefined : kept.current.ts;
}

async function readThread(call: Call, channel: string, ts: string): Promise<Step> {
  const { messages = [] } = await call('conversations.replies', { channel, ts });
  return { is: 'thread', channel, messages };
}
