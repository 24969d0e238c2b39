import type { JSX } from 'preact';
import { Avatar } from './message.tsx';
import type { Channel, Person } from './schemas.ts';
import { channelTitle, useSession } from './session.ts';

interface SidebarProps {
  readonly current: string;
  readonly connected: boolean;
  readonly unread: (channel: string) => number;
  readonly become: (person: Person) => void;
}

/** The channels one is in, and the switch for who one is. */
export function Sidebar({ current, connected, unread, become }: SidebarProps): JSX.Element {
  const session = useSession();
  const { start, me, channels, openChannel } = session;
  return (
    <nav class="sidebar" aria-label="Workspace">
      <h1>{start.team.name}</h1>
      <p class={connected ? 'link up' : 'link'} role="status">
        {connected ? 'live' : 'connecting…'}
      </p>
      <h2 id="channels">Channels</h2>
      <ul aria-labelledby="channels">
        {channels.map((channel) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            title={channelTitle(session, channel)}
            current={channel.id === current}
            unread={unread(channel.id)}
            open={openChannel}
          />
        ))}
      </ul>
      <fieldset class="people">
        <legend>You are</legend>
        {start.people.map((person) => (
          <label key={person.id} class={person.id === me.id ? 'person chosen' : 'person'}>
            <input type="radio" name="me" checked={person.id === me.id} onChange={() => become(person)} />
            <Avatar userId={person.id} small />
            <span class="person-name">{person.name}</span> <span class="role">{person.role}</span>
          </label>
        ))}
      </fieldset>
    </nav>
  );
}

interface RowProps {
  readonly channel: Channel;
  readonly title: string;
  readonly current: boolean;
  readonly unread: number;
  readonly open: (id: string) => void;
}

function ChannelRow({ channel, title, current, unread, open }: RowProps): JSX.Element {
  return (
    <li>
      <button
        type="button"
        class={unread > 0 ? 'channel unread' : 'channel'}
        aria-current={current ? 'page' : undefined}
        onClick={() => open(channel.id)}
      >
        <span>{title}</span>
        {unread > 0 && (
          <span class="count" aria-label={`${unread} unread`}>
            {unread}
          </span>
        )}
      </button>
    </li>
  );
}
