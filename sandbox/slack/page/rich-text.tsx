import type { ComponentChildren, JSX } from 'preact';
import { RichInline, RichPart } from './kit.ts';
import { safeUrl, type Inline } from './mrkdwn.ts';
import { inlines } from './mrkdwn-view.tsx';
import { useSession } from './session.ts';
import { Unknown } from './unknown.tsx';

/** A rich_text block. */
export function RichText({ elements }: { readonly elements: readonly unknown[] }): JSX.Element {
  return (
    <div class="mrkdwn">
      {elements.map((element, index) => (
        <RichPartView key={index} element={element} />
      ))}
    </div>
  );
}

function RichPartView({ element }: { readonly element: unknown }): JSX.Element {
  const session = useSession();
  const part = RichPart.safeParse(element);
  if (!part.success) return <Unknown what="rich text" value={element} />;
  const line = (list: readonly unknown[]): ComponentChildren => inlines(session, list.map(toInline));
  switch (part.data.type) {
    case 'rich_text_section':
      return <div class="line wrap">{line(part.data.elements)}</div>;
    case 'rich_text_quote':
      return <blockquote class="wrap">{line(part.data.elements)}</blockquote>;
    case 'rich_text_preformatted':
      return <pre>{line(part.data.elements)}</pre>;
    case 'rich_text_list': {
      const { style, indent = 0, elements } = part.data;
      return (
        <ul style={{ marginLeft: `${indent * 1.25}em` }}>
          {elements.map((item, index) => (
            <li key={index}>
              <span class="marker">{style === 'ordered' ? `${index + 1}.` : '•'}</span>
              <span>{line(item.elements)}</span>
            </li>
          ))}
        </ul>
      );
    }
  }
}

/** The same pieces as those of mrkdwn, so that both are drawn by the same code. */
function toInline(element: unknown): Inline {
  const parsed = RichInline.safeParse(element);
  if (!parsed.success) return { is: 'code', text: JSON.stringify(element) };
  const { data } = parsed;
  switch (data.type) {
    case 'text':
      return styled(data.text, data.style ?? {});
    case 'link': {
      const url = safeUrl(data.url);
      return url === undefined ? { is: 'text', text: data.text ?? data.url } : { is: 'link', url, label: data.text ?? data.url };
    }
    case 'user':
      return { is: 'user', id: data.user_id, label: undefined };
    case 'channel':
      return { is: 'channel', id: data.channel_id, label: undefined };
    case 'emoji':
      return { is: 'emoji', name: data.name };
    case 'broadcast':
      return { is: 'broadcast', name: data.range };
    case 'date':
      return { is: 'date', unix: data.timestamp, format: data.format, url: undefined, fallback: data.fallback ?? '' };
  }
}

function styled(text: string, style: Readonly<Record<string, boolean | undefined>>): Inline {
  const plain: Inline = style['code'] ? { is: 'code', text } : { is: 'text', text };
  const kinds = ['bold', 'italic', 'strike'] satisfies Inline['is'][];
  return kinds.filter((is) => style[is]).reduce<Inline>((inner, is) => ({ is, of: [inner] }), plain);
}
