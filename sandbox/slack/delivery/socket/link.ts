import type { RawData, WebSocket } from 'ws';
import type { Faults } from '../../faults/faults.ts';

export function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}

/** Answers the client's pings, which the library was told to leave to us, as a fault may keep the answer back. */
export function answerPings(socket: WebSocket, faults: Faults): void {
  socket.on('ping', (data) => {
    if (!faults.strike('no_pong') && socket.readyState === socket.OPEN) socket.pong(data);
  });
}

/** Pings the client, and ends the connection when it did not answer one before the next. */
export function keepAlive(socket: WebSocket, pingMs: number): () => void {
  const unanswered = new Set<string>();
  socket.on('pong', () => unanswered.clear());
  const timer = setInterval(() => {
    if (unanswered.size > 0) return socket.terminate();
    unanswered.add('ping');
    socket.ping();
  }, pingMs);
  return () => clearInterval(timer);
}

/** Frames arrive in their order: whoever answers this ping has heard what was sent before it. */
export function heard(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('pong', (data) => (data.toString() === 'heard' ? resolve() : undefined));
    socket.once('close', () => resolve());
    socket.ping('heard');
  });
}
