import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Where } from './elements/act.ts';
import { Emoji } from './mrkdwn-view.tsx';
import { Popover } from './popover.tsx';
import type { Message } from './schemas.ts';
import { glyphOf, nameOf, useSession } from './session.ts';

const favourites = ['white_check_mark', 'x', '+1', 'eyes', 'tada', 'pushpin'];
const MOST_FOUND = 24;

/** Who reacted with what; a press adds one's own reaction or takes it back. */
export function Reactions({ message, where }: { readonly message: Message; readonly where: Where }): JSX.Element | null {
  const session = useSession();
  const { me } = session;
  if (!message.reactions?.length) return null;
  return (
    <div class="reactions" role="group" aria-label="Reactions">
      {message.reactions.map(({ name, users }) => {
        const mine = users.includes(me.id);
        const who = users.map((id) => nameOf(session, id)).join(', ');
        return (
          <button
            key={name}
            type="button"
            class="reaction"
            aria-pressed={mine}
            aria-label={`${name}, ${users.length}: ${who}`}
            title={`${who} reacted with :${name}:`}
            onClick={() =>
              void session.act(mine ? 'reactions.remove' : 'reactions.add', { channel: where.channel, timestamp: where.ts, name })
            }
          >
            <Emoji name={name} /> <span>{users.length}</span>
          </button>
        );
      })}
    </div>
  );
}

/** A small menu of reactions: the usual ones at once, the others by name. */
export function ReactionPicker({ where }: { readonly where: Where }): JSX.Element {
  const session = useSession();
  const [search, setSearch] = useState('');
  const found = search === '' ? favourites : namesLike(search, session.emoji);
  return (
    <Popover label="Add reaction" face={<span class="add-reaction">☺</span>} class="tool">
      {(close) => (
        <div class="picker">
          <div class="emoji-choices">
            {found.map((name) => (
              <button
                key={name}
                type="button"
                role="menuitem"
                aria-label={`React with ${name}`}
                title={`:${name}:`}
                onClick={() => {
                  close();
                  setSearch('');
                  void session.act('reactions.add', { channel: where.channel, timestamp: where.ts, name });
                }}
              >
                {glyphOf(session, name)}
              </button>
            ))}
          </div>
          <input
            type="search"
            placeholder="Another one by name"
            aria-label="Find an emoji"
            value={search}
            onInput={({ currentTarget }) => setSearch(currentTarget.value)}
          />
        </div>
      )}
    </Popover>
  );
}

function namesLike(search: string, emoji: Readonly<Record<string, string>>): readonly string[] {
  const wanted = search.toLowerCase().replaceAll(/[^a-z0-9_+-]/g, '');
  const names = Object.keys(emoji).filter((name) => name.includes(wanted));
  return names.toSorted((one, other) => one.length - other.length).slice(0, MOST_FOUND);
}
