import type { JSX } from 'preact';
import type { Where } from '../elements/act.ts';
import { ElementView } from '../elements/element.tsx';
import type { BlockOf } from './kit.ts';
import { TextView } from './text.tsx';

export function Section({ section, where }: { readonly section: BlockOf<'section'>; readonly where: Where }): JSX.Element {
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
