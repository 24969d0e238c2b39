import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api';
import { MessengerError } from '../ports/messenger.ts';
import type { Trouble } from '../ports/messenger.ts';

/** Slack's own troubles, which are no answer: as its documentation says, a part may have been done before they were noticed. */
const passing = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout', 'team_added_to_org'];

/** Turns every kind of failure into one `MessengerError`. `silence` says what no answer means here. */
export async function call<Result>(
  doing: string,
  silence: 'away' | 'unsure',
  ask: () => Promise<Result>,
  fine: readonly string[] = [],
): Promise<Result | undefined> {
  try {
    return await ask();
  } catch (error) {
    const trouble = troubleOf(error, silence);
    if (trouble.is === 'refused' && fine.includes(trouble.code)) return undefined;
    throw new MessengerError(trouble.is === 'refused' ? `${doing} (${trouble.code})` : doing, trouble, error);
  }
}

function troubleOf(error: unknown, silence: 'away' | 'unsure'): Trouble {
  if (error instanceof WebAPIRateLimitedError) return { is: 'wait', seconds: error.retryAfter };
  if (error instanceof WebAPIPlatformError) {
    const code = error.data.error;
    if (code === 'ratelimited' || code === 'rate_limited') return { is: 'wait', seconds: 30 };
    return passing.includes(code) ? { is: silence } : { is: 'refused', code };
  }
  // A connection that was never made cannot have delivered anything.
  return { is: neverSent(error) ? 'away' : silence };
}

function neverSent(error: unknown): boolean {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 6; depth += 1) {
    if ('code' in at && (at.code === 'ECONNREFUSED' || at.code === 'ENOTFOUND' || at.code === 'EAI_AGAIN')) return true;
    at = 'original' in at && at.original instanceof Error ? at.original : at.cause;
  }
  return false;
}
