import type { Clock } from '../../clock.ts';
import type { Manifest } from '../../manifest.ts';
import type { Secrets } from '../../secrets.ts';
import type { Traffic } from '../../traffic/traffic.ts';
import type { Envelope, Outcome, Transport } from '../envelope.ts';
import { requestOf } from './request.ts';
import { payloadIn } from './response.ts';
import { createVerification } from './verification.ts';

export interface HttpTransportDeps {
  readonly manifest: Manifest;
  readonly secrets: Pick<Secrets, 'signingSecret' | 'verification'>;
  readonly clock: Clock;
  readonly traffic: Traffic;
  /** Within this time the answer must be there. */
  readonly ackMs: number;
}

/** Signed requests to the URLs of the manifest: the way to an application without Socket Mode. */
export function createHttpTransport({ manifest, secrets, clock, traffic, ackMs }: HttpTransportDeps): Transport {
  const verification = createVerification({ secrets, traffic });
  const running = new Set<AbortController>();

  async function deliver(envelope: Envelope, signal: AbortSignal): Promise<Outcome> {
    const url = urlFor(manifest, envelope);
    if (url === undefined) return { is: 'no connection' };
    const isEvent = envelope.type === 'events_api';
    if (isEvent && !(await verification.isVerified(url, signal))) return { is: 'connection lost' };
    const response = await fetch(url, { ...requestOf(envelope, secrets.signingSecret), redirect: 'manual', signal });
    const payload = await payloadIn(response);
    if (response.status === 200 || (isEvent && response.ok)) return { is: 'acked', payload };
    return { is: 'refused', status: response.status, mayRetry: response.headers.get('x-slack-no-retry') !== '1' };
  }

  async function send(envelope: Envelope): Promise<Outcome> {
    const controller = new AbortController();
    running.add(controller);
    const limit = clock.deadline(ackMs, () => controller.abort());
    try {
      return await deliver(envelope, controller.signal);
    } catch {
      if (controller.signal.aborted) return { is: 'timed out' };
      // Nobody listens there: an event is tried again like any other that failed, a command is not.
      return { is: envelope.type === 'events_api' ? 'connection lost' : 'no connection' };
    } finally {
      limit.cancel();
      running.delete(controller);
    }
  }

  return {
    send,
    tell(envelope) {
      void send(envelope);
      return true;
    },
    // Over HTTP nobody says that they are back: what failed is tried again after its pauses.
    whenReachable: () => undefined,
    close: () => running.forEach((controller) => controller.abort()),
  };
}

function urlFor({ requestUrls, commands }: Manifest, { type, payload }: Envelope): string | undefined {
  switch (type) {
    case 'events_api':
      return requestUrls.events;
    case 'interactive':
      return requestUrls.interactivity;
    case 'slash_commands':
      return commands.find(({ command }) => command === payload['command'])?.url;
  }
}
