import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults/faults.ts';
import type { Ending, Traffic } from '../traffic/traffic.ts';
import type { Envelope, Outcome, Transport } from './envelope.ts';
import { nameOf } from './name.ts';

/** What goes to the application; its envelope is made on the way. */
export type Parcel = Omit<Envelope, 'envelope_id'>;

/** The way to the application, whichever it is, with the faults that were asked for and a note of everything that passes. */
export interface Delivery {
  send(parcel: Parcel): Promise<Outcome>;
  /** Sends what needs no ack, past all faults; false when nobody is there to hear it. */
  tell(parcel: Parcel): boolean;
  whenReachable(listener: () => void): void;
  close(): void;
}

interface DeliveryDeps {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly traffic: Traffic;
  /** Within this time an ack must come. */
  readonly ackMs: number;
}

/** An event that is held back so that it comes after the next one goes alone after this long, when there is no next one. */
const HELD_MS = 2000;

export function createDelivery({ transport, clock, faults, traffic, ackMs }: DeliveryDeps): Delivery {
  const held: (() => void)[] = [];
  const wait = (ms: number): Promise<void> => new Promise((resolve) => void clock.after(ms, resolve));

  async function pass(envelope: Envelope, fault?: string): Promise<Outcome> {
    const { type, payload, retry_attempt: attempt } = envelope;
    const end = traffic.begin({ is: 'envelope', what: nameOf(envelope), by: type, given: { attempt, payload } });
    const outcome = await transport.send(envelope);
    end({ ...endingOf(envelope, outcome, fault), over: outcome.over });
    return outcome;
  }

  async function lose(envelope: Envelope): Promise<Outcome> {
    await wait(ackMs);
    traffic.note({ is: 'envelope', what: nameOf(envelope), by: envelope.type }, { state: 'faulted', says: 'dropped on the way' });
    return { is: 'timed out' };
  }

  /** The others go first: what was held back is let go once this one has been handed over. */
  function letGo(): void {
    held.splice(0).forEach((release) => setImmediate(release));
  }

  return {
    async send(parcel) {
      const envelope = { envelope_id: randomUUID(), ...parcel };
      const about = [parcel.type, nameOf(envelope)];
      const isEvent = parcel.type === 'events_api';
      const late = faults.strike('delay', ...about);
      if (late) await wait(late.ms);
      if (faults.strike('drop', ...about)) return lose(envelope);
      if (isEvent && held.length === 0 && faults.strike('reorder', ...about)) {
        await Promise.race([new Promise<void>((resolve) => held.push(resolve)), wait(HELD_MS)]);
      } else letGo();
      const outcome = pass(envelope);
      if (faults.strike('duplicate_envelope', ...about)) void pass(envelope, 'sent twice on purpose');
      if (isEvent && faults.strike('duplicate_event', ...about))
        void pass({ ...envelope, envelope_id: randomUUID() }, 'sent twice on purpose');
      return outcome;
    },
    tell: (parcel) => transport.tell({ envelope_id: randomUUID(), ...parcel }),
    whenReachable: (listener) => transport.whenReachable(listener),
    close: () => transport.close(),
  };
}

/** An event that nobody could take is kept for later; a command or a click is lost. */
function endingOf({ type }: Envelope, outcome: Outcome, fault: string | undefined): Ending {
  const failed = fault === undefined && outcome.onPurpose !== true ? 'bad' : 'faulted';
  switch (outcome.is) {
    case 'acked':
      return { state: 'good', says: fault, answer: outcome.payload };
    case 'no connection':
      return { state: type === 'events_api' ? 'unsent' : failed, says: 'nobody is connected' };
    case 'timed out':
      return { state: failed, says: 'no ack in time' };
    case 'connection lost':
      return { state: failed, says: 'the connection ended before the ack' };
    case 'refused':
      return { state: failed, says: `answered with ${outcome.status}` };
  }
}
