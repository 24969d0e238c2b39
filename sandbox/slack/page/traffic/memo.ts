import type { ComponentChild, FunctionComponent } from 'preact';
import { useMemo } from 'preact/hooks';

/** A component that is drawn anew only when one of its properties is another: a thousand rows are refreshed each second. */
export function memo<Props extends object>(draw: (props: Props) => ComponentChild): FunctionComponent<Props> {
  return (props) => useMemo(() => draw(props), Object.values(props));
}
