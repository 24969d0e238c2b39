import type { Server } from 'node:net';

/** The port that a server listens at on some address. */
export function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the server does not listen at a port');
  return address.port;
}
