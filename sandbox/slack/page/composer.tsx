import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { compose } from './composed.ts';
import { useSession } from './session.ts';

interface ComposerProps {
  readonly label: string;
  readonly channel: string;
  readonly threadTs?: string;
}

/** Where one types. Enter sends, Shift+Enter begins a new line, `/` begins a command. */
export function Composer({ label, channel, threadTs }: ComposerProps): JSX.Element {
  const session = useSession();
  const [typed, setTyped] = useState('');
  const [sending, setSending] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus();
  }, [channel, threadTs]);

  const send = async (): Promise<void> => {
    const composed = compose(typed, session.start, session.channels);
    if (composed.is === 'nothing') return;
    setTyped('');
    setSending(typed.trim());
    const thread: Record<string, string> = threadTs === undefined ? {} : { thread_ts: threadTs };
    const reply =
      composed.is === 'command'
        ? await session.act('chat.command', { channel, command: composed.command, text: composed.text, ...thread })
        : await session.act('chat.postMessage', { channel, text: composed.text, ...thread });
    setSending('');
    // What could not be sent is not lost, unless something new is being typed.
    if (!reply.ok && reply.error !== 'operation_timeout') setTyped((now) => now || typed);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Hints typed={typed} inThread={threadTs !== undefined} choose={setTyped} />
      <div class="field">
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          placeholder={label}
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" class="kit primary" aria-label="Send" disabled={typed.trim() === ''}>
          ➤
        </button>
      </div>
      <p class="sending" role="status">
        {sending !== '' && (
          <>
            <span class="spinner" aria-hidden="true" /> Sending {sending}
          </>
        )}
      </p>
    </form>
  );
}

/** The commands of the workspace, while one begins to type one. */
function Hints({
  typed,
  inThread,
  choose,
}: {
  readonly typed: string;
  readonly inThread: boolean;
  readonly choose: (text: string) => void;
}): JSX.Element | null {
  const { start } = useSession();
  if (!typed.startsWith('/')) return null;
  if (inThread) return <div class="hints">Slack does not take commands in threads. Type it in the channel.</div>;
  const [word = ''] = typed.split(/\s/);
  const known = start.commands.filter(({ command }) => command.startsWith(word));
  if (known.length === 0) return <div class="hints">There is no command {word}.</div>;
  return (
    <div class="hints">
      {known.map(({ command, description, hint }) => (
        <button key={command} type="button" onClick={() => choose(`${command} `)}>
          <strong>{command}</strong> <span class="note">{hint}</span>
          <br />
          {description}
        </button>
      ))}
    </div>
  );
}
