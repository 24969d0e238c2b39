import { Component, type ComponentChildren, type JSX } from 'preact';
import { ElementView, type Where } from './elements.tsx';
import { Drawable, Text, type Element } from './kit.ts';
import { safeUrl } from './mrkdwn.ts';
import { InlineMrkdwn, Mrkdwn, PlainText } from './mrkdwn-view.tsx';
import { RichText } from './rich-text.tsx';
import type { Block } from './schemas.ts';
import { Unknown } from './unknown.tsx';

/** The blocks of a message. One that fails to draw does not take the others with it. */
export function Blocks({ blocks, where }: { readonly blocks: readonly Block[]; readonly where: Where }): JSX.Element {
  return (
    <div class="blocks">
      {blocks.map((block, index) => (
        <Safely key={block.block_id ?? index} block={block}>
          <BlockView block={block} where={where} />
        </Safely>
      ))}
    </div>
  );
}

class Safely extends Component<{ readonly block: Block; readonly children: ComponentChildren }, { readonly broken: boolean }> {
  override state = { broken: false };

  static override getDerivedStateFromError(): { readonly broken: boolean } {
    return { broken: true };
  }

  override render(): ComponentChildren {
    return this.state.broken ? <Unknown what="block" value={this.props.block} /> : this.props.children;
  }
}

function BlockView({ block, where }: { readonly block: Block; readonly where: Where }): JSX.Element {
  const parsed = Drawable.safeParse(block);
  if (!parsed.success) return <Unknown what={`block (${block.type})`} value={block} />;
  const { data } = parsed;
  switch (data.type) {
    case 'section':
      return <Section section={data} where={where} />;
    case 'header':
      return (
        <h3 class="header">
          <PlainText text={data.text.text} />
        </h3>
      );
    case 'context':
      return <div class="context">{data.elements.map((element, index) => contextView(element, index, where))}</div>;
    case 'actions':
      return (
        <div class="actions">
          {data.elements.map((element, index) => (
            <ElementView key={index} element={element} where={where} />
          ))}
        </div>
      );
    case 'divider':
      return <hr />;
    case 'image':
      return <Figure image={data} />;
    case 'rich_text':
      return <RichText elements={data.elements} />;
    case 'table':
      return <Table rows={data.rows} />;
  }
}

function Section({ section, where }: { readonly section: Extract<Drawable, { type: 'section' }>; readonly where: Where }): JSX.Element {
  return (
    <div class="section">
      <div class="section-body">
        {section.text && <TextView text={section.text} />}
        {section.fields && (
          <div class="fields">
            {section.fields.map((field, index) => (
              <TextView key={index} text={field} />
            ))}
          </div>
        )}
      </div>
      {section.accessory !== undefined && (
        <div class="accessory">
          <ElementView element={section.accessory} where={where} />
        </div>
      )}
    </div>
  );
}

function TextView({ text }: { readonly text: Text }): JSX.Element {
  return text.type === 'mrkdwn' ? (
    <Mrkdwn text={text.text} />
  ) : (
    <div class="wrap">
      <PlainText text={text.text} />
    </div>
  );
}

function contextView(element: unknown, key: number, where: Where): JSX.Element {
  const text = Text.safeParse(element);
  if (!text.success) return <ElementView key={key} element={element} where={where} />;
  return (
    <span key={key}>{text.data.type === 'mrkdwn' ? <InlineMrkdwn text={text.data.text} /> : <PlainText text={text.data.text} />}</span>
  );
}

function Figure({
  image,
}: {
  readonly image: Pick<Extract<Element, { type: 'image' }>, 'alt_text' | 'image_url'> & { readonly title?: Text | undefined };
}): JSX.Element {
  const url = safeUrl(image.image_url);
  return (
    <figure>
      {image.title && (
        <figcaption>
          <PlainText text={image.title.text} />
        </figcaption>
      )}
      {url === undefined ? <span>{image.alt_text}</span> : <img src={url} alt={image.alt_text} referrerpolicy="no-referrer" />}
    </figure>
  );
}

function Table({ rows }: { readonly rows: Extract<Drawable, { type: 'table' }>['rows'] }): JSX.Element {
  const [head = [], ...body] = rows;
  return (
    <div class="table">
      <table>
        <thead>
          <tr>
            {head.map((cell, index) => (
              <th key={index}>{cellView(cell)}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {body.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cellView(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellView(cell: Extract<Drawable, { type: 'table' }>['rows'][number][number]): ComponentChildren {
  if (cell.type === 'rich_text' && Array.isArray(cell['elements'])) return <RichText elements={cell['elements']} />;
  return cell.text ?? cell.value ?? '';
}
