import type { JSX } from 'preact';
import type { Where } from '../elements/act.ts';
import { ElementView } from '../elements/element.tsx';
import { Text } from '../kit.ts';
import { InlineMrkdwn, Mrkdwn, PlainText } from '../mrkdwn-view.tsx';

/** A text object on lines of its own. */
export function TextView({ text }: { readonly text: Text }): JSX.Element {
  return text.type === 'mrkdwn' ? (
    <Mrkdwn text={text.text} />
  ) : (
    <div class="wrap">
      <PlainText text={text.text} />
    </div>
  );
}

/** A text object within a line. */
export function TextInline({ text }: { readonly text: Text }): JSX.Element {
  return text.type === 'mrkdwn' ? <InlineMrkdwn text={text.text} /> : <PlainText text={text.text} />;
}

/** What stands in a context block: small text or a small picture. */
export function contextView(element: unknown, key: number, where: Where): JSX.Element {
  const text = Text.safeParse(element);
  if (!text.success) return <ElementView key={key} element={element} where={where} />;
  return (
    <span key={key}>
      <TextInline text={text.data} />
    </span>
  );
}
