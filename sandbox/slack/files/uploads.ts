import { randomBytes } from 'node:crypto';

/** A file that somebody announced and whose bytes are on their way. */
export interface Upload {
  readonly id: string;
  readonly user: string;
  readonly name: string;
  readonly altText: string | undefined;
  /** In bytes, as announced. */
  readonly length: number;
}

/** What was announced and is not complete yet: the first two of the three steps of an upload. */
export interface Uploads {
  /** The secret in the address to which the bytes are sent, once. */
  announce(upload: Upload): string;
  /** Takes the address's one use; undefined when there is no such address, or it was used, or is too old. */
  redeem(secret: string): Upload | undefined;
  /** The bytes are here. */
  arrived(id: string): void;
  /** Ends the upload, if it is this user's and its bytes have arrived. */
  complete(id: string, user: string): Upload | undefined;
}

/** The address of an upload can be used so long. */
const VALID_MS = 30 * 60 * 1000;

export function createUploads(now: () => Date): Uploads {
  const announced = new Map<string, { readonly upload: Upload; readonly expires: number }>();
  const here = new Map<string, Upload>();
  const sent = new Map<string, Upload>();
  return {
    announce(upload) {
      const secret = randomBytes(16).toString('hex');
      for (const [key, { expires }] of announced) if (expires <= now().getTime()) announced.delete(key);
      announced.set(secret, { upload, expires: now().getTime() + VALID_MS });
      return secret;
    },
    redeem(secret) {
      const entry = announced.get(secret);
      announced.delete(secret);
      if (!entry || entry.expires <= now().getTime()) return undefined;
      sent.set(entry.upload.id, entry.upload);
      return entry.upload;
    },
    arrived(id) {
      const upload = sent.get(id);
      if (upload) here.set(id, upload);
      sent.delete(id);
    },
    complete(id, user) {
      const upload = here.get(id);
      if (!upload || upload.user !== user) return undefined;
      here.delete(id);
      return upload;
    },
  };
}
