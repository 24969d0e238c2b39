/** An answer `{ok: false, error}` of the Web API, thrown from wherever the mistake is noticed. */
export class SlackError extends Error {
  override readonly name = 'SlackError';
  readonly error: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(error: string, details: Readonly<Record<string, unknown>> = {}) {
    super(error);
    this.error = error;
    this.details = details;
  }
}
