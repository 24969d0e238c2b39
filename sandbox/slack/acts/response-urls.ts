import { randomBytes } from 'node:crypto';

/** Where an answer to a response_url goes: to the person and channel of the command or click. */
export interface Origin {
  readonly channel: string;
  readonly user: string;
  readonly threadTs?: string | undefined;
  /** The message whose button was pressed; a command has none. */
  readonly messageTs?: string | undefined;
}

/** The addresses behind which a command or click can still be answered. */
export interface ResponseUrls {
  issue(origin: Origin): string;
  /** What the address is worth, without using it. */
  worth(key: string): Worth;
  /** Uses the address once, where it is good. */
  use(key: string): Worth;
}

type Worth = { readonly is: 'good'; readonly origin: Origin } | { readonly is: 'used_url' | 'expired_url' | 'invalid_url' };

const MOST_USES = 5;
const VALID_MS = 30 * 60 * 1000;

export function createResponseUrls(baseUrl: string, now: () => Date): ResponseUrls {
  const issued = new Map<string, { readonly origin: Origin; readonly expires: number; readonly uses: number }>();

  function worth(key: string): Worth {
    const entry = issued.get(key);
    if (!entry) return { is: 'invalid_url' };
    if (entry.expires <= now().getTime()) return { is: 'expired_url' };
    return entry.uses >= MOST_USES ? { is: 'used_url' } : { is: 'good', origin: entry.origin };
  }

  return {
    issue(origin) {
      const key = randomBytes(16).toString('hex');
      issued.set(key, { origin, expires: now().getTime() + VALID_MS, uses: 0 });
      return `${baseUrl}/response/${key}`;
    },
    worth,
    use(key) {
      const found = worth(key);
      const entry = issued.get(key);
      if (entry) issued.set(key, { ...entry, uses: entry.uses + 1 });
      return found;
    },
  };
}
