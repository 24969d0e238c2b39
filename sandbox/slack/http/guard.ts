import type { IncomingMessage } from 'node:http';
import { isLoopback } from '../loopback.ts';

/** Where the workspace listens and for whom. */
export interface Access {
  /** The address to listen on; 127.0.0.1 by default. */
  readonly host?: string | undefined;
  /** Where `host` is not of this machine alone: the names under which others may ask, each with a port where it is not ours. */
  readonly allowedHosts?: readonly string[] | undefined;
}

/** What the workspace may be called in `Host` and `Origin`; the first is the one that it calls itself. */
export function hostsOf({ host = '127.0.0.1', allowedHosts = [] }: Access, port: number): readonly string[] {
  if (!isLoopback(host)) return allowedHosts.flatMap((name) => withPort(name.toLowerCase(), port));
  const names = [...new Set([host === '::1' ? '[::1]' : host, '127.0.0.1', 'localhost', ...allowedHosts])];
  return names.flatMap((name) => withPort(name.toLowerCase(), port));
}

const USUAL_PORT = 80;

/** Clients leave out the port that is the usual one. */
function withPort(name: string, port: number): readonly string[] {
  if (/:\d+$/.test(name)) return [name];
  return port === USUAL_PORT ? [name, `${name}:${port}`] : [`${name}:${port}`];
}

/**
 * Whether a request may be answered at all. A foreign page whose name was made to point at 127.0.0.1 still says its own
 * name in `Host`, and a foreign page that calls us says itself in `Origin`; the tokens that the page hands out are not for either.
 */
export function isOurs({ headers: { host = '', origin } }: Pick<IncomingMessage, 'headers'>, hosts: readonly string[]): boolean {
  return hosts.includes(host.toLowerCase()) && (origin === undefined || hosts.some((own) => origin === `http://${own}`));
}
