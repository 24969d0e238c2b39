import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { explain } from './problem.tsx';
import { useSession, type Session } from './session.ts';

interface UploadProps {
  readonly channel: string;
  readonly threadTs?: string | undefined;
}

/** Chooses files from the person's disk and shows them here, in one message. */
export function UploadButton({ channel, threadTs }: UploadProps): JSX.Element {
  const session = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  const send = async (files: readonly File[]): Promise<void> => {
    if (files.length === 0) return;
    setBusy(true);
    setProblem(await upload(session, { channel, threadTs }, files));
    setBusy(false);
    if (field.current) field.current.value = '';
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={({ currentTarget }) => void send([...(currentTarget.files ?? [])])}
      />
      <button
        type="button"
        class="tool attach"
        aria-label="Attach files"
        title="Attach files"
        disabled={busy}
        onClick={() => field.current?.click()}
      >
        {busy ? <span class="spinner" aria-hidden="true" /> : '+'}
      </button>
      {problem !== '' && (
        <span role="alert" class="note">
          {problem}
        </span>
      )}
    </>
  );
}

/** The three steps of an upload. Answers what went wrong, or nothing. */
async function upload({ call }: Session, { channel, threadTs }: UploadProps, files: readonly File[]): Promise<string> {
  const ids: string[] = [];
  for (const file of files) {
    const announced = await call('files.getUploadURLExternal', { filename: file.name, length: String(file.size) });
    if (!announced.ok) return `${file.name}: ${file.size === 0 ? 'It is empty.' : explain(announced.error ?? '')}`;
    const sent = await fetch(new URL(announced.upload_url ?? '').pathname, { method: 'POST', body: file }).catch(() => undefined);
    if (!sent?.ok) return `${file.name}: It could not be sent.`;
    ids.push(announced.file_id ?? '');
  }
  const done = await call('files.completeUploadExternal', {
    files: JSON.stringify(ids.map((id) => ({ id }))),
    channel_id: channel,
    ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
  });
  return done.ok ? '' : explain(done.error ?? '');
}
