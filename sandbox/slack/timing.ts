/** How long the workspace waits. Tests make it short; people and bots meet Slack's own times. */
export interface Timing {
  /** After this long without an ack, the person is told `operation_timeout`. */
  readonly ackMs: number;
  /** An event that was not acked is sent again after these pauses, then given up. */
  readonly retryMs: readonly number[];
  /** A connection that does not answer one ping before the next is ended. */
  readonly pingMs: number;
  /** The address from apps.connections.open can be used once, within this time. */
  readonly ticketMs: number;
}

export const slackTiming: Timing = { ackMs: 3000, retryMs: [0, 60_000, 300_000], pingMs: 10_000, ticketMs: 30_000 };
