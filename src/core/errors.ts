/** Something could not be done. The message says what was being done; the cause says what went wrong. */
export class OpsError extends Error {
  readonly part: string;
  /** A retry cannot cure it. */
  readonly permanent: boolean;

  constructor(part: string, doing: string, options: { readonly cause?: unknown; readonly permanent?: boolean } = {}) {
    super(doing, { cause: options.cause });
    this.name = 'OpsError';
    this.part = part;
    this.permanent = options.permanent ?? false;
  }
}

/** A part that this platform or machine has not got. Runners turn it into `skipped` with the reason. */
export class Absent extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Absent';
  }
}

/** Somebody else holds a lock on what is needed; a look at the locks tells who. */
export class Locked extends Error {
  constructor(words: string) {
    super(words);
    this.name = 'Locked';
  }
}

/** Whether a lock of somebody else is behind it. */
export function isLocked(error: unknown): boolean {
  return error instanceof Locked || (error instanceof Error && error.cause !== undefined && isLocked(error.cause));
}

/** What the platform has; undefined for what it has not got. What cannot be read is no such thing, and rejects. */
export async function unlessAbsent<Result>(reading: Promise<Result>): Promise<Result | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof Absent) return undefined;
    throw error;
  }
}

/** The whole story of an error in one line: what was being done, and each cause behind it. */
export function story(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error, depth = 0; at !== undefined && at !== null && depth < 5; depth += 1) {
    const text = messageOf(at);
    if (text !== '' && parts.at(-1) !== text) parts.push(text);
    at = at instanceof Error ? at.cause : undefined;
  }
  return parts.join(': ') || 'no reason given';
}

/** Why it failed, without what was being done: for a place whose title says that already. */
export function reason(error: unknown): string {
  return story(error instanceof OpsError && error.cause !== undefined ? error.cause : error);
}

function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(messageOf).join(', ');
  if (!(error instanceof Error)) return String(error);
  if (error.message !== '') return error.message;
  return 'code' in error ? String(error.code) : error.name;
}
