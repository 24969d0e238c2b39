import type { ComponentChildren, JSX } from 'preact';
import type { BlockOf } from './kit.ts';
import { Picture } from './picture.tsx';
import { RichText } from './rich-text.tsx';
import { TextInline } from './text.tsx';

const widths = ['narrow', 'standard', 'wide', 'full'];

/** Blocks in a frame of their own, which can be folded where the application says so. */
export function Container({
  container,
  children,
}: {
  readonly container: BlockOf<'container'>;
  readonly children: ComponentChildren;
}): JSX.Element {
  const {
    width = 'standard',
    is_collapsible: folds = false,
    default_collapsed: folded = false,
    has_header_divider: line = false,
  } = container;
  const style = `container ${widths.includes(width) ? width : ''} ${line ? 'lined' : ''}`;
  const head = <Head container={container} />;
  return folds ? (
    <details class={style} open={!folded}>
      <summary>{head}</summary>
      {children}
    </details>
  ) : (
    <div class={style} role="group">
      <div class="container-head">{head}</div>
      {children}
    </div>
  );
}

function Head({ container }: { readonly container: BlockOf<'container'> }): JSX.Element {
  return (
    <>
      {container.icon && <Picture image={container.icon} />}
      <span>
        {container.rich_text_title ? <RichText elements={container.rich_text_title.elements} /> : <strong>{container.title?.text}</strong>}
        {container.subtitle && (
          <span class="note">
            {' '}
            <TextInline text={container.subtitle} />
          </span>
        )}
      </span>
    </>
  );
}
