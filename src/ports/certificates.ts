/** A certificate in a file: the first one in it, which is the one that a server shows as its own. */
export type CertificateFile =
  | {
      readonly is: 'certificate';
      readonly path: string;
      /** The names that it is for: foreign text. */
      readonly names: readonly string[];
      readonly validFrom: Date;
      readonly validTo: Date;
      /** SHA-256 of the certificate, by which two of them are told apart. */
      readonly fingerprint: string;
    }
  | { readonly is: 'missing'; readonly path: string }
  | { readonly is: 'unreadable'; readonly path: string; readonly why: string };

/** What a port shows to whoever connects to it. */
export type CertificateServed =
  | (Omit<Extract<CertificateFile, { is: 'certificate' }>, 'path'> & {
      readonly at: string;
      /** The name that was asked for is among its names. */
      readonly fits: boolean;
      /** Certificates that were sent along, the first one too. */
      readonly chain: number;
    })
  | { readonly is: 'silent'; readonly at: string; readonly why: string };

export interface CertificatesReader {
  /** The configured files, in their order. */
  onFile(signal: AbortSignal): Promise<readonly CertificateFile[]>;
  /** At the configured addresses. Throws `Absent` where none is configured. */
  served(signal: AbortSignal): Promise<readonly CertificateServed[]>;
}
