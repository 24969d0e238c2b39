import { Component, type ComponentChildren, type JSX } from 'preact';
import type { Where } from '../elements/act.ts';
import { ElementView } from '../elements/element.tsx';
import { PlainText } from '../mrkdwn-view.tsx';
import type { Block } from '../schemas.ts';
import { Unknown } from '../unknown.tsx';
import { Alert, FileBlock, Video } from './boxes.tsx';
import { CardView, Carousel } from './cards.tsx';
import { Container } from './container.tsx';
import { DataTable } from './data-table.tsx';
import { Input } from './input.tsx';
import { Drawable } from './kit.ts';
import { Markdown } from './markdown.tsx';
import { Figure } from './picture.tsx';
import { Plan, Task } from './plan.tsx';
import { RichText } from './rich-text.tsx';
import { Section } from './section.tsx';
import { Table } from './table.tsx';
import { contextView } from './text.tsx';

/** The blocks of a message. One that fails to draw does not take the others with it. */
export function Blocks({ blocks, where }: { readonly blocks: readonly Block[]; readonly where: Where }): JSX.Element {
  return (
    <div class="blocks">
      {blocks.map((block, index) => (
        <Safely key={block.block_id ?? index} block={block}>
          <BlockView block={block} where={{ ...where, blockId: block.block_id ?? where.blockId }} />
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
    case 'context_actions':
      return (
        <div class={data.type === 'actions' ? 'actions' : 'actions quiet'}>
          {data.elements.map((element, index) => (
            <ElementView key={index} element={element} where={where} />
          ))}
        </div>
      );
    case 'divider':
      return <hr />;
    case 'image':
      return <Figure image={data} title={data.title} />;
    case 'rich_text':
      return <RichText elements={data.elements} />;
    case 'markdown':
      return <Markdown text={data.text} />;
    case 'table':
      return <Table table={data} />;
    case 'data_table':
      return <DataTable table={data} />;
    case 'alert':
      return <Alert alert={data} />;
    case 'card':
      return <CardView card={data} where={where} />;
    case 'carousel':
      return <Carousel carousel={data} where={where} />;
    case 'container':
      return (
        <Container container={data}>
          <Blocks blocks={data.child_blocks} where={where} />
        </Container>
      );
    case 'input':
      return <Input input={data} where={where} />;
    case 'file':
      return <FileBlock file={data} />;
    case 'task_card':
      return <Task task={data} />;
    case 'plan':
      return <Plan plan={data} />;
    case 'video':
      return <Video video={data} />;
  }
}
