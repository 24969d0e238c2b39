import { randomBytes } from 'node:crypto';

/** Single-use passes for a Socket Mode connection. */
export interface Tickets {
  issue(): string;
  /** Whether the ticket is good; it is not any more afterwards. */
  redeem(ticket: string): boolean;
}

export function createTickets(ticketMs: number, now: () => Date): Tickets {
  const issued = new Map<string, number>();
  return {
    issue() {
      const ticket = randomBytes(16).toString('hex');
      for (const [old, expires] of issued) if (expires <= now().getTime()) issued.delete(old);
      issued.set(ticket, now().getTime() + ticketMs);
      return ticket;
    },
    redeem(ticket) {
      const expires = issued.get(ticket);
      issued.delete(ticket);
      return expires !== undefined && expires > now().getTime();
    },
  };
}
