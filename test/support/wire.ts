import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { portOf } from './port-of.ts';

/** A network between us and a server, which a test can cut, or freeze so that nothing arrives and nothing fails. */
export interface Wire {
  /** The address with this wire in it. */
  through(url: string): string;
  /** Ends all connections and refuses new ones. */
  cut(): void;
  /** Accepts everything and delivers nothing. */
  freeze(): void;
  /** All is well again; given an address, from now on to another server. */
  mend(url?: string): void;
  close(): Promise<void>;
}

export async function layWire(url: string): Promise<Wire> {
  let target = Number(new URL(url).port);
  let state: 'well' | 'cut' | 'frozen' = 'well';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {}); // its end is what the other side learns
    socket.on('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'cut') return void near.destroy();
    const far = connect({ port: target, host: '127.0.0.1' });
    keep(far);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
    if (state === 'frozen') for (const socket of [near, far]) socket.pause();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const port = portOf(server);
  const endAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    through(of) {
      const changed = new URL(of);
      changed.hostname = '127.0.0.1';
      changed.port = String(port);
      return changed.href;
    },
    cut() {
      state = 'cut';
      endAll();
    },
    freeze() {
      state = 'frozen';
      for (const socket of sockets) socket.pause();
    },
    mend(to) {
      if (to !== undefined) target = Number(new URL(to).port);
      if (state === 'frozen') for (const socket of sockets) socket.resume();
      state = 'well';
    },
    async close() {
      endAll();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
