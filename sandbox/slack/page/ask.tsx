import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Confirm } from './kit.ts';
import { InlineMrkdwn } from './mrkdwn-view.tsx';

/** The question that a button may ask before it is really pressed. */
export function Ask({ confirm, answer }: { readonly confirm: Confirm; readonly answer: (yes: boolean) => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-label={confirm.title.text} onCancel={() => answer(false)}>
      <h2>{confirm.title.text}</h2>
      <p>
        <InlineMrkdwn text={confirm.text.text} />
      </p>
      <div class="row end">
        <button type="button" class="kit" onClick={() => answer(false)}>
          {confirm.deny.text}
        </button>
        <button type="button" class="kit primary" onClick={() => answer(true)}>
          {confirm.confirm.text}
        </button>
      </div>
    </dialog>
  );
}
