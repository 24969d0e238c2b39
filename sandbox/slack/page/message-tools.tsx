import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Where } from './elements/act.ts';
import { Popover } from './popover.tsx';
import { ReactionPicker } from './reactions.tsx';
import type { Message } from './schemas.ts';
import { useSession } from './session.ts';

interface ToolsProps {
  readonly message: Message;
  readonly where: Where;
  readonly reply: (() => void) | undefined;
  readonly edit: () => void;
}

/** What one can do with a message; with one's own, more. */
export function Tools({ message, where, reply, edit }: ToolsProps): JSX.Element {
  const { me } = useSession();
  return (
    <div class="tools">
      <ReactionPicker where={where} />
      {reply && (
        <button type="button" class="tool" aria-label="Reply in thread" title="Reply in thread" onClick={reply}>
          💬
        </button>
      )}
      <More where={where} own={message.user === me.id} edit={edit} />
    </div>
  );
}

function More({ where, own, edit }: { readonly where: Where; readonly own: boolean; readonly edit: () => void }): JSX.Element {
  const { call, act } = useSession();
  const [asking, setAsking] = useState(false);
  const copy = async (): Promise<void> => {
    const { permalink } = await call('chat.getPermalink', { channel: where.channel, message_ts: where.ts });
    if (permalink !== undefined) await navigator.clipboard.writeText(permalink);
  };
  return (
    <Popover label="More" face="⋮" class="tool">
      {(close) => {
        const done = (work: () => unknown) => (): void => {
          close();
          setAsking(false);
          void work();
        };
        if (asking)
          return (
            <>
              <p>Delete this message for everybody?</p>
              <button
                type="button"
                role="menuitem"
                class="danger"
                onClick={done(() => act('chat.delete', { channel: where.channel, ts: where.ts }))}
              >
                Delete it
              </button>
              <button type="button" role="menuitem" onClick={done(() => undefined)}>
                Keep it
              </button>
            </>
          );
        return (
          <>
            <button type="button" role="menuitem" onClick={done(copy)}>
              Copy link
            </button>
            {own && (
              <>
                <button type="button" role="menuitem" onClick={done(edit)}>
                  Edit
                </button>
                <button type="button" role="menuitem" class="danger" onClick={() => setAsking(true)}>
                  Delete…
                </button>
              </>
            )}
          </>
        );
      }}
    </Popover>
  );
}
