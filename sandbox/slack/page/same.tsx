import { Component, type ComponentChildren, type FunctionComponent } from 'preact';

/** A component that is drawn anew only when one of its properties is another one: of a thousand messages, the one that changed. */
export function unchanging<Props extends object>(Drawn: FunctionComponent<Props>): new () => Component<Props> {
  return class Unchanging extends Component<Props> {
    override shouldComponentUpdate(next: Readonly<Props>): boolean {
      const names = new Set([...Object.keys(this.props), ...Object.keys(next)]);
      const before = new Map(Object.entries(this.props));
      const after = new Map(Object.entries(next));
      return [...names].some((name) => before.get(name) !== after.get(name));
    }

    override render(): ComponentChildren {
      return <Drawn {...this.props} />;
    }
  };
}
