import type { IncomingMessage } from 'node:http';

/**
 * Whether a request may be answered at all. A foreign page whose name was made to point at 127.0.0.1 still says its own
 * name in `Host`, and a foreign page that calls us says itself in `Origin`; the tokens that the page hands out are not for either.
 */
export function isOurs(request: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = request.headers;
  return hosts.includes(host) && (origin === undefined || hosts.some((own) => origin === `http://${own}`));
}
