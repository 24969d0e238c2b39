/** A certificate in a file: the first one in it, which is the one that a server shows as its own. */
export type CertificateFile =
  | {
      readonly is: 'certificate';
      readonly path: string;
      /** The names that it is for: foreign text. */
      readonly names: readonly string[];
      readonly validFrom: Date;
      readonly validTo: Date;
    }
  | { readonly is: 'missing'; readonly path: string }
  | { readonly is: 'unreadable'; readonly path: string; readonly why: string };

export interface CertificatesReader {
  /** The configured files, in their order. */
  onFile(signal: AbortSignal): Promise<readonly CertificateFile[]>;
}
