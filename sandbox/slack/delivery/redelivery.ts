import type { Clock } from '../clock.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { Delivery } from './delivery.ts';
import type { Outcome } from './envelope.ts';
import { nameOf } from './name.ts';

type Payload = Readonly<Record<string, unknown>>;

/** The way of events to the application: sent, sent again, kept while nobody listens. */
export interface Redelivery {
  send(payload: Payload): void;
}

interface RedeliveryDeps {
  readonly delivery: Pick<Delivery, 'send' | 'whenReachable'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly traffic: Pick<Traffic, 'begin'>;
  /** The pauses before each further attempt. */
  readonly retryMs: readonly number[];
}

interface Attempt {
  readonly payload: Payload;
  readonly attempt: number;
  readonly reason?: string;
}

/**
 * Events are redelivered, unlike commands and clicks: when no ack came, after the pauses in `retryMs` on the workspace's clock;
 * when there was no connection at all, as soon as one is back, until the time of the last attempt is over: then it is lost.
 */
export function createRedelivery({ delivery, clock, traffic, retryMs }: RedeliveryDeps): Redelivery {
  const kept = new Set<() => void>();
  const keptMs = retryMs.reduce((sum, pause) => sum + pause, 0);

  async function deliver({ payload, attempt, reason = '' }: Attempt): Promise<void> {
    const outcome = await delivery.send({
      type: 'events_api',
      payload,
      accepts_response_payload: false,
      retry_attempt: attempt,
      retry_reason: reason,
    });
    settle({ payload, attempt }, outcome);
  }

  function settle({ payload, attempt }: Attempt, outcome: Outcome): void {
    if (outcome.is === 'acked' || (outcome.is === 'refused' && !outcome.mayRetry)) return;
    const next = { payload, attempt: attempt + 1, reason: reasonOf(outcome) };
    if (outcome.is === 'no connection') return keep({ ...next, attempt: Math.min(next.attempt, retryMs.length) });
    const pause = retryMs[attempt];
    if (pause !== undefined) clock.after(pause, () => void deliver(next));
  }

  function keep(attempt: Attempt): void {
    const what = nameOf({ type: 'events_api', payload: attempt.payload });
    const end = traffic.begin({ is: 'envelope', what, by: 'kept until somebody is connected' });
    const release = (): void => {
      limit.cancel();
      end({ state: 'good', says: 'sent again' });
      void deliver(attempt);
    };
    const limit = clock.after(keptMs, () => {
      kept.delete(release);
      end({ state: 'bad', says: 'lost: nobody was connected for too long' });
    });
    kept.add(release);
  }

  delivery.whenReachable(() => {
    const released = [...kept];
    kept.clear();
    released.forEach((release) => release());
  });
  return { send: (payload) => void deliver({ payload, attempt: 0 }) };
}

/** Slack's own words for why an event is sent again. */
function reasonOf(outcome: Outcome): string {
  if (outcome.is === 'timed out') return 'timeout';
  return outcome.is === 'refused' ? 'http_error' : 'connection_failed';
}
