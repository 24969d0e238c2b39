import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Blocks } from './blocks/blocks.tsx';
import type { Chosen } from './elements/act.ts';
import { FormContext } from './form.ts';
import { PlainText } from './mrkdwn-view.tsx';
import type { Modal } from './schemas.ts';
import { useSession } from './session.ts';

type Filled = Readonly<Record<string, Readonly<Record<string, { readonly value?: string; readonly values?: readonly string[] }>>>>;

/** What the application asks this person: what they fill in is sent together. */
export function ModalView({ view }: { readonly view: Modal }): JSX.Element {
  const { act } = useSession();
  const dialog = useRef<HTMLDialogElement>(null);
  const filled = useRef<Filled>({});
  const [errors, setErrors] = useState<Readonly<Record<string, string>>>({});
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const form = useMemo(
    () => ({
      errors,
      put(blockId: string, actionId: string, chosen: Chosen): void {
        const given = typeof chosen === 'string' ? { value: chosen } : chosen === undefined ? {} : { values: chosen };
        filled.current = { ...filled.current, [blockId]: { ...filled.current[blockId], [actionId]: given } };
      },
    }),
    [errors],
  );
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    const { errors: wrong = {} } = await act('views.submit', { view_id: view.id, values: JSON.stringify(filled.current) });
    setErrors(wrong);
    setBusy(false);
  };
  const close = (event: Event): void => {
    event.preventDefault();
    void act('views.close', { view_id: view.id });
  };
  return (
    <dialog ref={dialog} class="modal" aria-label={view.title.text} onCancel={close}>
      <form noValidate onSubmit={(event) => void submit(event)}>
        <h2>
          <PlainText text={view.title.text} />
        </h2>
        <FormContext.Provider value={form}>
          <Blocks blocks={view.blocks} where={{ channel: '', ts: '', viewId: view.id }} />
        </FormContext.Provider>
        <div class="row end">
          <button type="button" class="kit" onClick={close}>
            {view.close?.text ?? 'Close'}
          </button>
          {view.submit && (
            <button type="submit" class="kit primary" disabled={busy}>
              {view.submit.text}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}
