import { createHmac } from 'node:crypto';

/** Slack's signature, version 0: an HMAC over the time and the raw body. `seconds` is Unix time. */
export function signed(body: string, signingSecret: string, seconds: number): Record<string, string> {
  const hash = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${hash}` };
}

/** The machine's own time: whoever checks the signature does not know the workspace's clock. */
export function machineSeconds(): number {
  return Math.floor(Date.now() / 1000);
}
