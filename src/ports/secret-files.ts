/** A file that holds secrets. What is in it is never read. */
export type SecretFile =
  | {
      readonly is: 'file';
      readonly path: string;
      /** When it was written the last time. */
      readonly changedAt: Date;
      /** Every user of the host may read it. */
      readonly isOpen: boolean;
    }
  | { readonly is: 'missing'; readonly path: string }
  | { readonly is: 'unreadable'; readonly path: string; readonly why: string };

export interface SecretFilesReader {
  /** The configured files, in their order. */
  all(signal: AbortSignal): Promise<readonly SecretFile[]>;
}
