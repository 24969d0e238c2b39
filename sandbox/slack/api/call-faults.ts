import type { World } from '../world.ts';
import type { ApiAnswer } from './call.ts';

/** Waits before a call is looked at, where calls are to be slow. */
export async function late({ faults, clock }: World, method: string): Promise<void> {
  const slow = faults.strike('slow', method);
  if (slow) await new Promise<void>((resolve) => void clock.after(slow.ms, resolve));
}

/** The answer that a fault gives in the place of the method's, which is then not called. */
export function faultyAnswer({ faults }: World, method: string): ApiAnswer | undefined {
  const broken = faults.strike('server_error', method);
  if (broken) return faulty(broken.status, 'internal_error');
  const limited = faults.strike('rate_limited', method);
  if (limited) return faulty(429, 'ratelimited', limited.retryAfter === 0 ? {} : { 'retry-after': String(limited.retryAfter) });
  if (faults.strike('rate_limited_body', method)) return faulty(200, 'ratelimited');
  const closed = method === 'apps.connections.open' ? faults.strike('no_connections', method) : undefined;
  return closed && faulty(200, closed.error);
}

/** Whether the method's answer is to be lost after it was carried out. */
export function isAnswerLost({ faults }: World, method: string): boolean {
  return faults.strike('response_lost', method) !== undefined;
}

function faulty(status: number, error: string, headers: Readonly<Record<string, string>> = {}): ApiAnswer {
  return { is: 'answer', status, body: { ok: false, error }, headers, faulted: true };
}
