/** What is sent to the application; over HTTP only its payload goes. */
export interface Envelope {
  readonly envelope_id: string;
  readonly type: 'slash_commands' | 'events_api' | 'interactive';
  readonly payload: Readonly<Record<string, unknown>>;
  readonly accepts_response_payload: boolean;
  /** Of events only: how often it was sent before, and why it is sent again. */
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

/** What became of an envelope; `over` says on which connection of Socket Mode it went, `onPurpose` that a fault was asked to cut it. */
export type Outcome = Ending & { readonly over?: number; readonly onPurpose?: boolean };

/** `payload` is what the application put into its ack. */
type Ending =
  | { readonly is: 'acked'; readonly payload: unknown }
  /** Nobody was there to hear it: it was not sent. */
  | { readonly is: 'no connection' }
  | { readonly is: 'timed out' }
  | { readonly is: 'connection lost' }
  /** Over HTTP only: the application answered, but not with 200. `mayRetry` is false where it asked for no more attempts. */
  | { readonly is: 'refused'; readonly status: number; readonly mayRetry: boolean };

/** Slack's name for why the application gave no ack. */
export function failureOf({ is }: Exclude<Outcome, { readonly is: 'acked' }>): 'dispatch_failed' | 'operation_timeout' {
  return is === 'no connection' || is === 'refused' ? 'dispatch_failed' : 'operation_timeout';
}

/** One of the two ways to the application: Socket Mode or signed HTTP requests. */
export interface Transport {
  send(envelope: Envelope): Promise<Outcome>;
  /** Sends what needs no ack; false when nobody is there to hear it. */
  tell(envelope: Envelope): boolean;
  /** Calls the listener whenever the application can be reached again after it could not. */
  whenReachable(listener: () => void): void;
  close(): void;
}
