import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { compose } from './composed.ts';
import { UploadButton } from '../files-upload.tsx';
import type { Suggestion } from './complete.ts';
import { draftOf } from './drafts.ts';
import { Suggestions } from './suggestions.tsx';
import { useCompletion } from './use-completion.ts';
import { useSession } from '../session.ts';

interface ComposerProps {
  readonly label: string;
  readonly channel: string;
  readonly threadTs?: string;
}

/** Where one types; one of its own for each place. Enter sends, Shift+Enter begins a new line, `/`, `@`, `#` and `:` begin what is suggested. */
export function Composer({ label, channel, threadTs }: ComposerProps): JSX.Element {
  const [broadcast, setBroadcast] = useState(false);
  const { typed, setTyped, sending, send } = useSending(channel, threadTs, broadcast);
  const field = useRef<HTMLTextAreaElement>(null);
  const completing = useCompletion(threadTs !== undefined);
  const listId = useId();
  useEffect(() => {
    if (matchMedia('(hover: hover)').matches) field.current?.focus();
  }, []);
  const submit = (event: Event): void => {
    event.preventDefault();
    completing.close();
    setBroadcast(false);
    void send();
  };
  const take = ({ insert }: Suggestion): void => {
    const { completion } = completing;
    const area = field.current;
    if (!completion || !area) return;
    const end = completion.start + insert.length;
    const text = typed.slice(0, completion.start) + insert + typed.slice(area.selectionStart);
    area.value = text;
    area.setSelectionRange(end, end);
    setTyped(text);
    completing.close();
    area.focus();
  };
  const { completion, marked } = completing;
  return (
    <form class="composer" onSubmit={submit}>
      {completion && (
        <Suggestions id={listId} completion={completion} marked={marked} mark={(index) => completing.mark(index)} take={take} />
      )}
      {!completion && <Hints typed={typed} inThread={threadTs !== undefined} />}
      <div class="field">
        <UploadButton channel={channel} threadTs={threadTs} />
        <textarea
          ref={field}
          rows={1}
          aria-label={label}
          placeholder={label}
          aria-autocomplete="list"
          aria-controls={completion && listId}
          aria-activedescendant={completion && `${listId}-${marked}`}
          value={typed}
          onInput={({ currentTarget: { value, selectionStart } }) => {
            setTyped(value);
            completing.look(value, selectionStart);
          }}
          onBlur={() => completing.close()}
          onKeyDown={(event) => {
            if (!completing.key(event, take) && isSend(event)) submit(event);
          }}
        />
        <button type="submit" class="kit primary" aria-label="Send" disabled={typed.trim() === ''}>
          ➤
        </button>
      </div>
      {threadTs !== undefined && (
        <label class="broadcast note">
          <input type="checkbox" checked={broadcast} onChange={({ currentTarget }) => setBroadcast(currentTarget.checked)} /> Also send to
          the channel
        </label>
      )}
      <p class="sending" role="status">
        {sending !== '' && <span class="spinner" aria-hidden="true" />}
        {sending !== '' && `Sending ${sending}`}
        {completion && <span class="unseen">{completion.suggestions.length} suggestions</span>}
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

function useSending(channel: string, threadTs: string | undefined, broadcast: boolean): Sending {
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
        : await act('chat.postMessage', { ...place, text: composed.text, ...(broadcast ? { reply_broadcast: 'true' } : {}) });
    setSending('');
    // What could not be sent is not lost, unless something new is being typed.
    if (!reply.ok && reply.error !== 'operation_timeout' && draft.read() === '') setTyped(typed);
  };
  return { typed, setTyped, sending, send };
}

/** How the command that one types is used; in a thread, that there are none. */
function Hints({ typed, inThread }: { readonly typed: string; readonly inThread: boolean }): JSX.Element | null {
  const { start } = useSession();
  if (!typed.startsWith('/')) return null;
  if (inThread) return <div class="hints">Slack does not take commands in threads. Type it in the channel.</div>;
  const [word = ''] = typed.split(/\s/);
  const known = start.commands.find(({ command }) => command === word);
  return known ? (
    <div class="hints">
      <strong>{known.command}</strong> <span class="note">{known.hint}</span>
      <br />
      {known.description}
    </div>
  ) : null;
}
