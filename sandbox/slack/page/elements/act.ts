/** The message to which an element belongs. */
export interface Where {
  /** Empty in the home, which belongs to no channel. */
  readonly channel: string;
  readonly ts: string;
  /** Of the modal that holds it. */
  readonly viewId?: string | undefined;
  /** It stands in a field of a form: what is chosen is sent with the form. */
  readonly isField?: boolean;
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
