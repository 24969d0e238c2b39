import { createServer } from 'node:net';
import { hasCode } from './errors.ts';

/** Why a port cannot be listened on: somebody does already, or the system does not let us. */
type Unusable = 'taken' | 'forbidden';

/** A TCP port of 127.0.0.1 that nobody listens on now: the preferred one if it is free, else one chosen by the system. */
export async function freePort(preferred = 0): Promise<number> {
  const port = await probe(preferred);
  if (typeof port === 'number') return port;
  const chosen = await probe(0);
  if (typeof chosen !== 'number') throw new Error('finding a free TCP port on 127.0.0.1');
  return chosen;
}

/** Why this TCP port of 127.0.0.1 cannot be listened on now; undefined when it can. */
export async function whyUnusable(port: number): Promise<Unusable | undefined> {
  const found = await probe(port);
  return typeof found === 'number' ? undefined : found;
}

function probe(port: number): Promise<number | Unusable> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', (problem) => resolve(hasCode(problem, 'EACCES') ? 'forbidden' : 'taken'));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 'taken'));
    });
  });
}
