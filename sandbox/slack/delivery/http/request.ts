import type { Envelope } from '../envelope.ts';
import { machineSeconds, signed } from './signature.ts';

/** What `fetch` needs to bring an envelope: events as JSON, commands as a form, interactions as JSON in a form's field `payload`. */
export function requestOf(
  envelope: Envelope,
  signingSecret: string,
): { readonly method: 'POST'; readonly headers: Record<string, string>; readonly body: string } {
  const { type, body } = bodyOf(envelope);
  const headers = { 'content-type': type, 'user-agent': 'Slackbot 1.0 (+local workspace)', ...retryHeaders(envelope) };
  return { method: 'POST', headers: { ...headers, ...signed(body, signingSecret, machineSeconds()) }, body };
}

function bodyOf({ type, payload }: Envelope): { readonly type: string; readonly body: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (type) {
    case 'events_api':
      return { type: 'application/json', body: JSON.stringify(payload) };
    case 'slash_commands':
      return { type: form, body: formOf(payload) };
    case 'interactive':
      return { type: form, body: new URLSearchParams({ payload: JSON.stringify(payload) }).toString() };
  }
}

function formOf(payload: Envelope['payload']): string {
  const form = new URLSearchParams();
  Object.entries(payload).forEach(([key, value]) => form.set(key, typeof value === 'string' ? value : JSON.stringify(value)));
  return form.toString();
}

/** Over HTTP Slack says how it failed before in two headers, with a reason that is named a little differently there. */
function retryHeaders({ type, retry_attempt: attempt = 0, retry_reason: reason = '' }: Envelope): Record<string, string> {
  if (type !== 'events_api' || attempt === 0) return {};
  return { 'x-slack-retry-num': String(attempt), 'x-slack-retry-reason': reason === 'timeout' ? 'http_timeout' : reason };
}
