import type { JSX } from 'preact';

/** What the page cannot draw is shown all the same, never left out. */
export function Unknown({ what, value }: { readonly what: string; readonly value: unknown }): JSX.Element {
  return (
    <details class="unknown">
      <summary>This page cannot show this {what}</summary>
      <pre>{JSON.stringify(value, null, 2)}</pre>
    </details>
  );
}
