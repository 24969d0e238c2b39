import { lexer, type Token, type Tokens } from 'marked';
import type { ComponentChildren, JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { safeUrl } from '../mrkdwn.ts';
import { PlainText } from '../mrkdwn-view.tsx';

/** Standard Markdown, read by a library and drawn as nodes; HTML in it stays text. */
export function Markdown({ text }: { readonly text: string }): JSX.Element {
  const tokens = useMemo(() => lexer(text, { gfm: true, breaks: true }), [text]);
  return <div class="mrkdwn markdown">{views(tokens)}</div>;
}

function views(tokens: readonly Token[] | undefined): ComponentChildren {
  return tokens?.map((token, index) => <View key={index} token={token} />);
}

function View({ token }: { readonly token: Token }): ComponentChildren {
  switch (token.type) {
    case 'space':
    case 'def':
      return null;
    case 'heading':
      return <div class={`md-heading level-${Math.min(3, token['depth'])}`}>{views(token.tokens)}</div>;
    case 'paragraph':
      return <p>{views(token.tokens)}</p>;
    case 'blockquote':
      return <blockquote>{views(token.tokens)}</blockquote>;
    case 'code':
      return <pre>{token['text']}</pre>;
    case 'hr':
      return <hr />;
    case 'list':
      return <List list={token} />;
    case 'table':
      return <MarkdownTable table={token} />;
    default:
      return <InlineView token={token} />;
  }
}

function InlineView({ token }: { readonly token: Token }): ComponentChildren {
  switch (token.type) {
    case 'strong':
      return <strong>{views(token.tokens)}</strong>;
    case 'em':
      return <em>{views(token.tokens)}</em>;
    case 'del':
      return <s>{views(token.tokens)}</s>;
    case 'codespan':
      return <code>{token['text']}</code>;
    case 'br':
      return <br />;
    case 'link':
    case 'image': {
      const url = safeUrl(token['href']);
      const words = token.tokens ? views(token.tokens) : token['text'] || url;
      return url === undefined ? (
        <span>{words}</span>
      ) : (
        <a href={url} target="_blank" rel="noreferrer noopener">
          {words}
        </a>
      );
    }
    case 'escape':
    case 'text':
      return token.type === 'text' && token.tokens ? <>{views(token.tokens)}</> : <PlainText text={token['text']} />;
    default:
      return <PlainText text={token.raw} />;
  }
}

function List({ list }: { readonly list: Tokens.List | Tokens.Generic }): JSX.Element {
  const start = typeof list['start'] === 'number' ? list['start'] : 1;
  const items: readonly Tokens.ListItem[] = list['items'];
  return (
    <ul>
      {items.map((item, index) => (
        <li key={index}>
          <span class="marker">{item.task ? (item.checked ? '☑' : '☐') : list['ordered'] ? `${start + index}.` : '•'}</span>
          <div>{views(item.tokens.filter(({ type }) => type !== 'checkbox'))}</div>
        </li>
      ))}
    </ul>
  );
}

function MarkdownTable({ table }: { readonly table: Tokens.Table | Tokens.Generic }): JSX.Element {
  const head: readonly Tokens.TableCell[] = table['header'];
  const rows: readonly (readonly Tokens.TableCell[])[] = table['rows'];
  return (
    <div class="table" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>
            {head.map((cell, column) => (
              <th key={column}>{views(cell.tokens)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{views(cell.tokens)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
