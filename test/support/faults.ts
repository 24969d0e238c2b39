import type { StandingFault, SuddenFault } from '../../sandbox/slack/faults/kinds.ts';

type CallFault = 'server_error' | 'rate_limited' | 'rate_limited_body' | 'response_lost' | 'slow';
type LinkFault = 'no_pong' | 'no_hello' | 'refuse_upgrade' | 'no_connections';
type EnvelopeFault = Exclude<StandingFault, CallFault | LinkFault>;
type Settings = Readonly<Record<string, string | number>>;
type Cases<Name extends string> = Readonly<Record<Name, readonly Settings[]>>;

/** Each fault of the Web API, with the settings to try; the types see to it that none is forgotten. */
export const callFaults: Cases<CallFault> = {
  server_error: [
    { times: 4, status: 503 },
    { times: 1, only: 'chat.postMessage' },
  ],
  rate_limited: [{ times: 4 }, { times: 1, retryAfter: 0, only: 'chat.postMessage' }],
  rate_limited_body: [{ times: 1, only: 'chat.postMessage' }],
  response_lost: [{ times: 1 }, { times: 3, only: 'chat.update' }],
  slow: [{ times: 5, ms: 1500 }],
};

/** Each fault of what comes to the bot. */
export const envelopeFaults: Cases<EnvelopeFault> = {
  duplicate_event: [{}],
  duplicate_envelope: [{}],
  delay: [{ ms: 800 }],
  reorder: [{}],
  drop: [
    { times: 1, only: 'reaction_added' },
    { times: 1, only: 'slash_commands' },
    { times: 1, only: 'app_mention' },
  ],
};

/** Each fault of the connections themselves: the bot is without any until it is over. */
export const linkFaults: Cases<LinkFault> = {
  no_pong: [{}],
  no_hello: [{}],
  refuse_upgrade: [{}],
  no_connections: [{ error: 'internal_error' }, { error: 'account_inactive' }],
};

/** Each fault that strikes once. */
export const suddenFaults: Cases<SuddenFault> = {
  disconnect: [{ reason: 'warning' }, { reason: 'refresh_requested' }, { reason: 'link_disabled' }, { reason: 'too_many_websockets' }],
  reset: [{}],
  app_rate_limited: [{}],
};

/** Name, settings and a title for a table of tests. */
export function casesOf<Name extends string>(
  cases: Cases<Name>,
): readonly { readonly title: string; readonly name: string; readonly given: Settings }[] {
  return Object.entries<readonly Settings[]>(cases).flatMap(([name, all]) =>
    all.map((given) => ({ title: [name, ...Object.entries(given).map(([key, value]) => `${key} ${value}`)].join(', '), name, given })),
  );
}
