/** The message to which an element belongs. */
export interface Where {
  /** Empty in the home, which belongs to no channel. */
  readonly channel: string;
  readonly ts: string;
  /** Of the block that holds the element. */
  readonly blockId?: string | undefined;
}

/** What somebody chose: nothing for a plain button, one value, or several. */
export type Chosen = string | readonly string[] | undefined;

/** What each control is given: its element, whether an ack is still awaited, and what to do with a choice. */
export interface ControlProps<Element> {
  readonly element: Element;
  readonly busy: boolean;
  readonly choose: (chosen: Chosen) => void;
}
