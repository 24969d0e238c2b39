import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Chosen } from './elements/act.ts';

/** The form of the modal around an element; there is none around what stands in a message. */
export interface Form {
  readonly put: (blockId: string, actionId: string, chosen: Chosen) => void;
  /** What must be put right, by block. */
  readonly errors: Readonly<Record<string, string>>;
}

export const FormContext = createContext<Form | undefined>(undefined);

export function useForm(): Form | undefined {
  return useContext(FormContext);
}
