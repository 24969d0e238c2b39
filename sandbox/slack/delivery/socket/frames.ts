import { app } from '../../identity.ts';

/** About how long a connection lasts, in seconds of the workspace's clock; then it is told to leave, as each of Slack's is. */
export const CONNECTION_SECONDS = 18_060;

/** The first frame on a connection; without it no client goes on. */
export function hello(connections: number, host: string): unknown {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host, build_number: 1, approximate_connection_time: CONNECTION_SECONDS },
    connection_info: { app_id: app.id },
  };
}

/** The frame that tells a client to leave. */
export function disconnect(reason: string, host: string): unknown {
  return { type: 'disconnect', reason, debug_info: { host } };
}
