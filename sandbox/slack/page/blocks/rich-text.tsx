import type { ComponentChildren, JSX } from 'preact';
import { safeUrl, type Inline } from '../mrkdwn.ts';
import { inlines } from '../mrkdwn-view.tsx';
import { useSession } from '../session.ts';
import { Unknown } from '../unknown.tsx';
import { RichInline, RichPart } from './rich-kit.ts';

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
  const bordered = part.data.border ? 'bordered' : '';
  switch (part.data.type) {
    case 'rich_text_section':
      return <div class={`line wrap ${bordered}`}>{line(part.data.elements)}</div>;
    case 'rich_text_quote':
      return <blockquote class={`wrap ${bordered}`}>{line(part.data.elements)}</blockquote>;
    case 'rich_text_preformatted':
      return <pre class={bordered}>{line(part.data.elements)}</pre>;
    case 'rich_text_list': {
      const { style, indent = 0, offset = 0, elements } = part.data;
      return (
        <ul class={bordered} style={{ marginLeft: `${indent * 1.25}em` }}>
          {elements.map((item, index) => (
            <li key={index}>
              <span class="marker">
                {style === 'ordered' ? numbered(index + offset, indent) : (bullets[indent % bullets.length] ?? '•')}
              </span>
              <span>{line(item.elements)}</span>
            </li>
          ))}
        </ul>
      );
    }
  }
}

const bullets = ['•', '◦', '▪'];
const LETTERS = 26;

/** As Slack counts: 1. 2. 3., one step in a. b. c., then 1. again. */
function numbered(index: number, indent: number): string {
  return indent % 2 === 1 ? `${String.fromCodePoint(97 + (index % LETTERS))}.` : `${index + 1}.`;
}

/** The same pieces as those of mrkdwn, so that both are drawn by the same code. */
function toInline(element: unknown): Inline {
  const parsed = RichInline.safeParse(element);
  if (!parsed.success) return { is: 'code', text: JSON.stringify(element) };
  const { data } = parsed;
  return styled(plainOf(data), data.style ?? {});
}

function plainOf(data: RichInline): Inline {
  switch (data.type) {
    case 'text':
      return { is: 'text', text: data.text };
    case 'link': {
      const url = safeUrl(data.url);
      return url === undefined ? { is: 'text', text: data.text ?? data.url } : { is: 'link', url, label: data.text ?? data.url };
    }
    case 'user':
      return { is: 'user', id: data.user_id, label: undefined };
    case 'usergroup':
      return { is: 'group', id: data.usergroup_id, label: undefined };
    case 'team':
      return { is: 'text', text: data.team_id };
    case 'channel':
      return { is: 'channel', id: data.channel_id, label: undefined };
    case 'emoji':
      return { is: 'emoji', name: data.name };
    case 'broadcast':
      return { is: 'broadcast', name: data.range };
    case 'color':
      return { is: 'color', value: data.value };
    case 'date':
      return { is: 'date', unix: data.timestamp, format: data.format, url: safeUrl(data.url), fallback: data.fallback ?? '' };
  }
}

const kinds = ['bold', 'italic', 'strike', 'underline'] satisfies Inline['is'][];

function styled(inline: Inline, style: Readonly<Record<string, boolean | undefined>>): Inline {
  const plain: Inline = style['code'] && inline.is === 'text' ? { is: 'code', text: inline.text } : inline;
  return kinds.filter((is) => style[is]).reduce<Inline>((inner, is) => ({ is, of: [inner] }), plain);
}
