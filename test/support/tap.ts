import { connect, createServer } from 'node:net';
import type { Socket } from 'node:net';
import { portOf } from './port-of.ts';

/** Listens in between clients and a PostgreSQL server. */
export interface Tap {
  readonly url: string;
  /** The first words of all statements since the last time, in the order in which they were sent. */
  heard(): readonly string[];
  close(): Promise<void>;
}

export async function openTap(url: string): Promise<Tap> {
  let heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect({ port: Number(new URL(url).port), host: '127.0.0.1' });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {}); // its end is what the other side learns
      socket.on('close', () => sockets.delete(socket));
    }
    const listen = listener((one) => heard.push(one));
    near.on('data', listen);
    near.pipe(far).pipe(near);
    near.on('close', () => far.destroy());
    far.on('close', () => near.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const through = new URL(url);
  through.port = String(portOf(server));
  return {
    url: through.href,
    heard() {
      const said = heard;
      heard = [];
      return said;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Reads the frontend's side of the protocol: a start-up message without a type, then type, length and body. */
function listener(tell: (statement: string) => void): (chunk: Buffer) => void {
  const hear = hearing(tell);
  let rest = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5) {
      const head = isStarted ? 1 : 0;
      const length = rest.readUInt32BE(head) + head;
      if (rest.length < length) return;
      if (isStarted)
        hear(
          String.fromCharCode(rest[0] ?? 0),
          rest
            .subarray(head + 4, length)
            .toString()
            .split('\0'),
        );
      rest = rest.subarray(length);
      isStarted = true;
    }
  };
}

/** Simple queries are told as they are; prepared ones, parsed once under a name, each time they are bound. */
function hearing(tell: (statement: string) => void): (type: string, words: readonly string[]) => void {
  const parsed = new Map<string, string>();
  return (type, [first = '', second = '']) => {
    if (type === 'Q') tell(firstWords(first));
    if (type === 'P') parsed.set(first, firstWords(second));
    if (type === 'B') tell(parsed.get(second) ?? '');
  };
}

const firstWords = (text: string) => text.replaceAll(/\s+/g, ' ').trim().slice(0, 200);
