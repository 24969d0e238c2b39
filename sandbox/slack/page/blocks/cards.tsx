import type { JSX } from 'preact';
import type { Where } from '../elements/act.ts';
import { ElementView } from '../elements/element.tsx';
import type { BlockOf } from './kit.ts';
import { Picture } from './picture.tsx';
import { TextInline, TextView } from './text.tsx';

export function CardView({ card, where }: { readonly card: BlockOf<'card'>; readonly where: Where }): JSX.Element {
  const at = { ...where, blockId: card.block_id ?? where.blockId };
  return (
    <div class="card">
      {card.hero_image && (
        <div class="hero">
          <Picture image={card.hero_image} />
        </div>
      )}
      <div class="card-head">
        {card.icon && <Picture image={card.icon} />}
        <div>
          {card.title && (
            <strong>
              <TextInline text={card.title} />
            </strong>
          )}
          {card.subtitle && (
            <div class="note">
              <TextInline text={card.subtitle} />
            </div>
          )}
        </div>
      </div>
      {card.body && <TextView text={card.body} />}
      {card.actions && (
        <div class="actions">
          {card.actions.map((element, index) => (
            <ElementView key={index} element={element} where={at} />
          ))}
        </div>
      )}
    </div>
  );
}

export function Carousel({ carousel, where }: { readonly carousel: BlockOf<'carousel'>; readonly where: Where }): JSX.Element {
  return (
    <div class="carousel" tabIndex={0} role="region" aria-label={`${carousel.elements.length} cards`}>
      {carousel.elements.map((card, index) => (
        <CardView key={card.block_id ?? index} card={card} where={where} />
      ))}
    </div>
  );
}
