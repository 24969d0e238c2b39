import { z } from 'zod';

/** How often a fault strikes, and what else it can be told. */
export const FaultSettings = z.object({
  /** How likely it strikes each time that it could, from 0 to 1. */
  rate: z.coerce.number().min(0).max(1).default(1),
  /** How often it strikes at most; without it, until it is switched off. */
  times: z.coerce.number().int().min(1).optional(),
  /** It switches itself off after so long on the workspace's clock. */
  seconds: z.coerce.number().positive().optional(),
  /** The same seed strikes at the same places. */
  seed: z.coerce.number().int().default(1),
  /** Only calls of this method, or only envelopes of this type or event. */
  only: z.string().optional(),
  ms: z.coerce.number().int().min(0).max(600_000).default(2000),
  status: z.coerce.number().int().min(400).max(599).default(500),
  error: z.string().default('internal_error'),
  /** Whole seconds for the header Retry-After; 0 leaves the header out. */
  retryAfter: z.coerce.number().int().min(0).default(1),
  reason: z.enum(['warning', 'refresh_requested', 'link_disabled', 'too_many_websockets']).default('refresh_requested'),
});
export type FaultSettings = z.output<typeof FaultSettings>;

type Parameter = 'only' | 'ms' | 'status' | 'error' | 'retryAfter' | 'reason';

interface Kind {
  readonly title: string;
  readonly parameters: readonly Parameter[];
  readonly defaults?: Partial<Record<Parameter, string | number>>;
}

/** What goes wrong as long as it is switched on. */
export const standingFaults = {
  duplicate_event: { title: 'An event comes twice, with the same event_id', parameters: ['only'] },
  duplicate_envelope: { title: 'An envelope comes twice, with the same envelope_id', parameters: ['only'] },
  delay: { title: 'Envelopes come late', parameters: ['ms', 'only'] },
  reorder: { title: 'An event comes after the one that followed it', parameters: ['only'] },
  drop: { title: 'Envelopes get lost on the way', parameters: ['only'] },
  no_pong: { title: 'Pings are not answered', parameters: [] },
  no_hello: { title: 'New connections are not greeted', parameters: [] },
  refuse_upgrade: { title: 'New connections are refused with 408', parameters: [] },
  no_connections: { title: 'apps.connections.open fails', parameters: ['error'] },
  server_error: { title: 'Calls fail with a server error and do nothing', parameters: ['status', 'only'] },
  rate_limited: { title: 'Calls are answered with 429', parameters: ['retryAfter', 'only'] },
  rate_limited_body: { title: 'Calls are answered with 200 and the error "ratelimited"', parameters: ['only'] },
  response_lost: {
    title: 'Calls are carried out, but their answer is lost',
    parameters: ['only'],
    defaults: { only: 'chat.postMessage' },
  },
  slow: { title: 'Calls are answered late', parameters: ['ms', 'only'] },
} as const satisfies Record<string, Kind>;

/** What goes wrong once, at the moment that it is asked for. */
export const suddenFaults = {
  disconnect: { title: 'One connection is told to leave', parameters: ['reason'] },
  reset: { title: 'All connections are cut without a word', parameters: [] },
  app_rate_limited: { title: 'Slack says that it leaves out events (app_rate_limited)', parameters: [] },
} as const satisfies Record<string, Kind>;

export type StandingFault = keyof typeof standingFaults;
export type SuddenFault = keyof typeof suddenFaults;

const all: Readonly<Record<StandingFault | SuddenFault, Kind>> = { ...standingFaults, ...suddenFaults };

export function isStandingFault(name: string): name is StandingFault {
  return Object.hasOwn(standingFaults, name);
}

export function isSuddenFault(name: string): name is SuddenFault {
  return Object.hasOwn(suddenFaults, name);
}

/** The settings of a fault with its own defaults below what was given. Throws a ZodError. */
export function settingsOf(name: StandingFault | SuddenFault, given: Readonly<Record<string, unknown>>): FaultSettings {
  return FaultSettings.parse({ ...all[name].defaults, ...given });
}
