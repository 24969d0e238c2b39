import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { clientOf, follow, type Call } from './client.ts';
import { gather } from './gather.ts';
import type { Message, Person } from './schemas.ts';
import { next, nothing, ownChannels, type State, type Step } from './state.ts';

/** The workspace as one person sees it, kept up to date. */
export interface Live {
  readonly state: State;
  readonly connected: boolean;
  readonly call: Call;
  readonly step: (step: Step) => void;
  /** Reads messages from before the oldest one that is known, once at a time. */
  readonly older: (channel: string, oldest: string) => void;
}

const HISTORY = '200';

export function useWorkspace(me: Person): Live {
  const call = useMemo(() => clientOf(me.token), [me.token]);
  const [state, step] = useReducer(next, nothing);
  const [connected, setConnected] = useState(false);
  useEffect(() => {
    const current = { yes: true };
    const gathered = gather(step);
    // Everything is read anew with each connection: what happened without one is not repeated.
    const end = follow(
      me.token,
      (news) => {
        if (news.is !== 'hello') gathered.add(news);
        else void load(call, me).then((loaded) => current.yes && step(loaded));
      },
      setConnected,
    );
    return () => {
      current.yes = false;
      gathered.end();
      end();
    };
  }, [me.id]);
  useEffect(() => remember(me, state.read), [state.read]);
  const reading = useRef(new Set<string>());
  const older = (channel: string, oldest: string): void => {
    const key = `${channel} ${oldest}`;
    // Asked again and again while one scrolls; what was asked for once has come, or there is nothing.
    if (reading.current.has(key)) return;
    reading.current.add(key);
    void call('conversations.history', { channel, latest: oldest, limit: HISTORY }).then(({ messages = [] }) => {
      if (messages.length > 0) step({ is: 'thread', channel, messages });
    });
  };
  return { state, connected, call, step, older };
}

async function load(call: Call, me: Person): Promise<Step> {
  const { channels = [] } = await call('conversations.list', { types: 'public_channel,private_channel,im', limit: '1000' });
  const own = ownChannels({ ...nothing, channels });
  const histories = await Promise.all(
    own.map(async ({ id }): Promise<readonly [string, readonly Message[]]> => [
      id,
      (await call('conversations.history', { channel: id, limit: HISTORY })).messages ?? [],
    ]),
  );
  return { is: 'loaded', channels, history: Object.fromEntries(histories), read: { ...newestOf(histories), ...remembered(me) } };
}

/** In a browser that sees the workspace for the first time, what is there counts as read. */
function newestOf(histories: readonly (readonly [string, readonly Message[]])[]): State['read'] {
  return Object.fromEntries(histories.map(([id, messages]) => [id, messages[0]?.ts ?? '0']));
}

function remembered(me: Person): State['read'] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(`read ${me.id}`) ?? '{}');
    return Object.fromEntries(Object.entries(kept ?? {}).flatMap(([id, ts]) => (typeof ts === 'string' ? [[id, ts]] : [])));
  } catch {
    return {};
  }
}

function remember(me: Person, read: State['read']): void {
  if (Object.keys(read).length > 0) localStorage.setItem(`read ${me.id}`, JSON.stringify(read));
}
