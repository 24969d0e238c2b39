import type { JSX } from 'preact';
import { Avatar } from './avatar.tsx';
import { homePlace } from './place.ts';
import type { Unread } from './state.ts';
import type { Channel, Person } from './schemas.ts';
import { channelTitle, useSession } from './session.ts';
import { ThemeMenu } from './theme.tsx';

interface SidebarProps {
  readonly current: string;
  readonly connected: boolean;
  readonly unread: (channel: string) => Unread;
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
      <h2 id="apps">Apps</h2>
      <ul aria-labelledby="apps">
        <li>
          <button
            type="button"
            class="channel"
            aria-current={current === homePlace ? 'page' : undefined}
            onClick={() => openChannel(homePlace)}
          >
            <span>{start.bot.appName}</span>
          </button>
        </li>
      </ul>
      <p class="outside">
        <a href="/traffic" target="_blank" rel="noopener">
          Traffic and faults
        </a>
        <ThemeMenu />
      </p>
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

function unreadWords({ messages, mentions }: Unread): string {
  return mentions > 0 ? `${messages} unread, ${mentions} to you` : `${messages} unread`;
}

interface RowProps {
  readonly channel: Channel;
  readonly title: string;
  readonly current: boolean;
  readonly unread: Unread;
  readonly open: (id: string) => void;
}

function ChannelRow({ channel, title, current, unread, open }: RowProps): JSX.Element {
  return (
    <li>
      <button
        type="button"
        class={unread.messages > 0 ? 'channel unread' : 'channel'}
        aria-current={current ? 'page' : undefined}
        onClick={() => open(channel.id)}
      >
        <span>
          {channel.is_private && !channel.is_im && (
            <span class="emoji" role="img" aria-label="private">
              🔒
            </span>
          )}
          {title}
        </span>
        {unread.messages > 0 && (
          <span class={unread.mentions > 0 ? 'count mentions' : 'count'} aria-label={unreadWords(unread)}>
            {unread.mentions > 0 ? `@${unread.mentions}` : unread.messages}
          </span>
        )}
      </button>
    </li>
  );
}
