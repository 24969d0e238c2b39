import type { Connections, Outcome } from './connections.ts';

/** The way of events to the application: sent, sent again, kept while nobody listens. */
export interface Redelivery {
  send(payload: unknown): void;
  close(): void;
}

interface Attempt {
  readonly payload: unknown;
  readonly attempt: number;
  readonly reason?: string;
}

const MOST_KEPT = 1000;

/**
 * Events are redelivered, unlike commands and clicks: when no ack came, after the pauses in `retryMs`;
 * when there was no connection at all, as soon as one is back. More than a thousand kept events push out the oldest.
 */
export function createRedelivery(connections: Connections, retryMs: readonly number[]): Redelivery {
  const kept: Attempt[] = [];
  const timers = new Set<NodeJS.Timeout>();

  async function deliver(attempt: Attempt): Promise<void> {
    const outcome = await connections.send({
      type: 'events_api',
      payload: attempt.payload,
      accepts_response_payload: false,
      retry_attempt: attempt.attempt,
      retry_reason: attempt.reason ?? '',
    });
    settle(attempt, outcome);
  }

  function settle({ payload, attempt }: Attempt, outcome: Outcome): void {
    if (outcome.is === 'acked') return;
    const reason = outcome.is === 'timed out' ? 'timeout' : 'connection_failed';
    const next = { payload, attempt: attempt + 1, reason };
    if (outcome.is === 'no connection') {
      kept.push(next);
      kept.splice(0, kept.length - MOST_KEPT);
      return;
    }
    const pause = retryMs[attempt];
    if (pause === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      void deliver(next);
    }, pause);
    timers.add(timer);
  }

  connections.whenConnected(() => kept.splice(0).forEach((attempt) => void deliver(attempt)));
  return {
    send: (payload) => void deliver({ payload, attempt: 0 }),
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}
