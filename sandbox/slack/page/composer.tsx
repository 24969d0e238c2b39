import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { compose } from './composed.ts';
import { UploadButton } from './files-upload.tsx';
import { draftOf } from './drafts.ts';
import { useSession } from './session.ts';

interface ComposerProps {
  readonly label: string;
  readonly channel: string;
  readonly threadTs?: string;
}

/** Where one types; one of its own for each place. Enter sends, Shift+Enter begins a new line, `/` begins a command. */
export function Composer({ label, channel, threadTs }: ComposerProps): JSX.Element {
  const { typed, setTyped, sending, send } = useSending(channel, threadTs);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus();
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    void send();
  };
  return (
    <form class="composer" onSubmit={submit}>
      <Hints typed={typed} inThread={threadTs !== undefined} choose={setTyped} />
      <div class="field">
        <UploadButton channel={channel} threadTs={threadTs} />
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          placeholder={label}
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
          onKeyDown={(event) => isSend(event) && submit(event)}
        />
        <button type="submit" class="kit primary" aria-label="Send" disabled={typed.trim() === ''}>
          ➤
        </button>
      </div>
      <p class="sending" role="status">
        {sending !== '' && <span class="spinner" aria-hidden="true" />}
        {sending !== '' && `Sending ${sending}`}
      </p>
    </form>
  );
}

/** Enter that belongs to an input method chooses a word and sends nothing. */
function isSend({ key, shiftKey, isComposing }: KeyboardEvent): boolean {
  return key === 'Enter' && !shiftKey && !isComposing;
}

interface Sending {
  readonly typed: string;
  readonly setTyped: (text: string) => void;
  /** What is on its way; empty when nothing is. */
  readonly sending: string;
  readonly send: () => Promise<void>;
}

function useSending(channel: string, threadTs: string | undefined): Sending {
  const { start, me, channels, act } = useSession();
  const draft = draftOf(me.id, channel, threadTs);
  const [typed, setText] = useState(() => draft.read());
  const setTyped = (text: string): void => {
    draft.keep(text);
    setText(text);
  };
  const [sending, setSending] = useState('');
  const send = async (): Promise<void> => {
    const composed = compose(typed, start, channels);
    if (composed.is === 'nothing') return;
    setTyped('');
    setSending(typed.trim());
    const place: Record<string, string> = threadTs === undefined ? { channel } : { channel, thread_ts: threadTs };
    const reply =
      composed.is === 'command'
        ? await act('chat.command', { ...place, command: composed.command, text: composed.text })
        : await act('chat.postMessage', { ...place, text: composed.text });
    setSending('');
    // What could not be sent is not lost, unless something new is being typed.
    if (!reply.ok && reply.error !== 'operation_timeout' && draft.read() === '') setTyped(typed);
  };
  return { typed, setTyped, sending, send };
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
  if (known.length === 0) return null;
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
