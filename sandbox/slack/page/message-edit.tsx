import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { compose } from './composer/composed.ts';
import { decompose } from './composer/decomposed.ts';
import type { Where } from './elements/act.ts';
import type { Message } from './schemas.ts';
import { useSession } from './session.ts';

interface EditProps {
  readonly message: Message;
  readonly where: Where;
  readonly done: () => void;
}

/** Writes one's own message anew. Enter saves, Escape leaves it as it was. */
export function Edit({ message, where, done }: EditProps): JSX.Element {
  const session = useSession();
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(-1, -1);
  }, []);
  const save = async (event: Event): Promise<void> => {
    event.preventDefault();
    const composed = compose(field.current?.value ?? '', session.start, session.channels);
    // A command is text here: it was sent once already.
    const text = composed.is === 'message' ? composed.text : (field.current?.value ?? '').trim();
    if (text === '') return;
    const reply = await session.act('chat.update', { channel: where.channel, ts: where.ts, text });
    if (reply.ok) done();
  };
  return (
    <form class="edit" onSubmit={(event) => void save(event)}>
      <textarea
        ref={field}
        rows={2}
        aria-label="Edit message"
        defaultValue={decompose(message.text, session)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.stopPropagation();
            done();
          } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) void save(event);
        }}
      />
      <span class="row">
        <button type="submit" class="kit primary">
          Save
        </button>
        <button type="button" class="kit" onClick={done}>
          Cancel
        </button>
      </span>
    </form>
  );
}
