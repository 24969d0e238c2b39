import type { IncomingMessage } from 'node:http';

const USUAL_PORT = 80;

/**
 * Whether a request may be answered at all. A foreign page whose name was made to point at 127.0.0.1 still says its own
 * name in `Host`, and a foreign page that calls us says itself in `Origin`; the tokens that the page hands out are not for either.
 */
export function isOurs({ headers: { host = '', origin } }: Pick<IncomingMessage, 'headers'>, port: number): boolean {
  const names = ['127.0.0.1', 'localhost'];
  // Clients leave out the port that is the usual one.
  const hosts = names.flatMap((name) => (port === USUAL_PORT ? [name, `${name}:${port}`] : [`${name}:${port}`]));
  return hosts.includes(host) && (origin === undefined || hosts.some((own) => origin === `http://${own}`));
}
