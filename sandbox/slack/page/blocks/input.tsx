import type { JSX } from 'preact';
import type { Where } from '../elements/act.ts';
import { ElementView } from '../elements/element.tsx';
import { useForm } from '../form.ts';
import { PlainText } from '../mrkdwn-view.tsx';
import type { BlockOf } from './kit.ts';

/** A field with its label. */
export function Input({
  input: { label, hint, optional, element },
  where,
}: {
  readonly input: BlockOf<'input'>;
  readonly where: Where;
}): JSX.Element {
  const problem = useForm()?.errors[where.blockId ?? ''];
  return (
    <div class="input-block" role="group" aria-label={label.text}>
      <strong>
        <PlainText text={label.text} />
        {optional && <span class="note"> (optional)</span>}
      </strong>
      <ElementView element={element} where={{ ...where, isField: true }} />
      {problem !== undefined && (
        <span class="wrong" role="alert">
          {problem}
        </span>
      )}
      {hint && (
        <span class="note">
          <PlainText text={hint.text} />
        </span>
      )}
    </div>
  );
}
