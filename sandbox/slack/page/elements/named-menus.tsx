import type { JSX } from 'preact';
import { channelTitle, useSession, type Session } from '../session.ts';
import type { ControlProps } from './act.ts';
import type { ElementOf } from './kit.ts';
import { OneOf, SomeOf, type Entry } from './menus.tsx';

function people({ start }: Session): readonly Entry[] {
  return start.people.map(({ id, name }) => ({ value: id, text: name }));
}

function conversations(session: Session, direct: boolean): readonly Entry[] {
  return session.channels
    .filter(({ is_im: isDirect }) => direct || !isDirect)
    .map((channel) => ({ value: channel.id, text: channelTitle(session, channel) }));
}

export function PeopleMenu({ element, busy, choose }: ControlProps<ElementOf<'users_select'>>): JSX.Element {
  const session = useSession();
  const { placeholder, initial_user: first = '' } = element;
  return <OneOf label={placeholder?.text ?? 'Choose a person'} entries={people(session)} busy={busy} first={first} choose={choose} />;
}

export function PeopleMenus({ element, busy, choose }: ControlProps<ElementOf<'multi_users_select'>>): JSX.Element {
  const session = useSession();
  const { placeholder, initial_users: first = [], max_selected_items: most } = element;
  return (
    <SomeOf label={placeholder?.text ?? 'Choose people'} entries={people(session)} busy={busy} first={first} most={most} choose={choose} />
  );
}

export function ChannelMenu({ element, busy, choose }: ControlProps<ElementOf<'channels_select'>>): JSX.Element {
  const session = useSession();
  const { placeholder, initial_channel: first = '' } = element;
  return (
    <OneOf
      label={placeholder?.text ?? 'Choose a channel'}
      entries={conversations(session, false)}
      busy={busy}
      first={first}
      choose={choose}
    />
  );
}

export function ChannelMenus({ element, busy, choose }: ControlProps<ElementOf<'multi_channels_select'>>): JSX.Element {
  const session = useSession();
  const { placeholder, initial_channels: first = [], max_selected_items: most } = element;
  return (
    <SomeOf
      label={placeholder?.text ?? 'Choose channels'}
      entries={conversations(session, false)}
      busy={busy}
      first={first}
      most={most}
      choose={choose}
    />
  );
}

export function ConversationMenu({ element, busy, choose }: ControlProps<ElementOf<'conversations_select'>>): JSX.Element {
  const session = useSession();
  const { placeholder, initial_conversation: first = '' } = element;
  return (
    <OneOf
      label={placeholder?.text ?? 'Choose a conversation'}
      entries={conversations(session, true)}
      busy={busy}
      first={first}
      choose={choose}
    />
  );
}

export function ConversationMenus({ element, busy, choose }: ControlProps<ElementOf<'multi_conversations_select'>>): JSX.Element {
  const session = useSession();
  const { placeholder, initial_conversations: first = [], max_selected_items: most } = element;
  return (
    <SomeOf
      label={placeholder?.text ?? 'Choose conversations'}
      entries={conversations(session, true)}
      busy={busy}
      first={first}
      most={most}
      choose={choose}
    />
  );
}
