import type { JSX } from 'preact';
import type { Completion, Suggestion } from './complete.ts';

interface SuggestionsProps {
  readonly id: string;
  readonly completion: Completion;
  readonly marked: number;
  readonly mark: (index: number) => void;
  readonly take: (suggestion: Suggestion) => void;
}

/** The list of what can follow. The focus stays in the text, which names the marked entry. */
export function Suggestions({ id, completion, marked, mark, take }: SuggestionsProps): JSX.Element {
  return (
    <div class="suggestions" id={id} role="listbox" aria-label="Suggestions">
      {completion.suggestions.map((suggestion, index) => (
        <div
          key={suggestion.insert}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === marked}
          onPointerMove={() => mark(index)}
          onPointerDown={(event) => {
            // The text keeps the focus.
            event.preventDefault();
            take(suggestion);
          }}
        >
          {suggestion.glyph !== undefined && <span class="emoji">{suggestion.glyph}</span>}
          <strong>{suggestion.label}</strong> <span class="note">{suggestion.detail}</span>
        </div>
      ))}
    </div>
  );
}
