import { createServer } from 'node:net';

/** A TCP port of 127.0.0.1 that nobody listens on now: the preferred one if it is free, else one chosen by the system. */
export async function freePort(preferred = 0): Promise<number> {
  const port = await probe(preferred);
  if (port !== undefined) return port;
  const chosen = await probe(0);
  if (chosen === undefined) throw new Error('finding a free TCP port on 127.0.0.1');
  return chosen;
}

/** Whether nobody listens on this TCP port of 127.0.0.1 now. */
export async function isFree(port: number): Promise<boolean> {
  return (await probe(port)) !== undefined;
}

function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : undefined));
    });
  });
}
