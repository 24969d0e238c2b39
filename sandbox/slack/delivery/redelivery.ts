import type { Clock } from '../clock.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome } from './envelope.ts';

type Payload = Readonly<Record<string, unknown>>;

/** The way of events to the application: sent, sent again, kept while nobody listens. */
export interface Redelivery {
  send(payload: Payload): void;
}

interface Attempt {
  readonly payload: Payload;
  readonly attempt: number;
  readonly reason?: string;
}

const MOST_KEPT = 1000;

/**
 * Events are redelivered, unlike commands and clicks: when no ack came, after the pauses in `retryMs` on the workspace's clock;
 * when there was no connection at all, as soon as one is back. More than a thousand kept events push out the oldest.
 */
export function createRedelivery(delivery: Delivery, clock: Pick<Clock, 'after'>, retryMs: readonly number[]): Redelivery {
  const kept: Attempt[] = [];

  async function deliver(attempt: Attempt): Promise<void> {
    const outcome = await delivery.send({
      type: 'events_api',
      payload: attempt.payload,
      accepts_response_payload: false,
      retry_attempt: attempt.attempt,
      retry_reason: attempt.reason ?? '',
    });
    settle(attempt, outcome);
  }

  function settle({ payload, attempt }: Attempt, outcome: Outcome): void {
    if (outcome.is === 'acked' || (outcome.is === 'refused' && !outcome.mayRetry)) return;
    const next = { payload, attempt: attempt + 1, reason: reasonOf(outcome) };
    if (outcome.is === 'no connection') {
      kept.push(next);
      kept.splice(0, kept.length - MOST_KEPT);
      return;
    }
    const pause = retryMs[attempt];
    if (pause !== undefined) clock.after(pause, () => void deliver(next));
  }

  delivery.whenReachable(() => kept.splice(0).forEach((attempt) => void deliver(attempt)));
  return { send: (payload) => void deliver({ payload, attempt: 0 }) };
}

/** Slack's own words for why an event is sent again. */
function reasonOf(outcome: Outcome): string {
  if (outcome.is === 'timed out') return 'timeout';
  return outcome.is === 'refused' ? 'http_error' : 'connection_failed';
}
