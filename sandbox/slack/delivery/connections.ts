import { randomInt, randomUUID } from 'node:crypto';
import type { RawData, WebSocket } from 'ws';
import { z } from 'zod';
import { app } from '../identity.ts';
import type { Timing } from '../timing.ts';

/** What is sent to the application; the envelope's id is added on the way. */
interface Envelope {
  readonly type: 'slash_commands' | 'events_api' | 'interactive';
  readonly payload: unknown;
  readonly accepts_response_payload: boolean;
  readonly retry_attempt?: number;
  readonly retry_reason?: string;
}

/** What became of an envelope; `payload` is what the application put into its ack. */
export type Outcome =
  | { readonly is: 'acked'; readonly payload: unknown }
  | { readonly is: 'no connection' }
  | { readonly is: 'timed out' }
  | { readonly is: 'connection lost' };

/** The open Socket Mode connections of the application. */
export interface Connections {
  /** Takes over a fresh socket: greets it, or sends it away when there are ten already. */
  add(socket: WebSocket): void;
  /** Sends the envelope to exactly one connection, chosen at random, and waits for its ack. */
  send(envelope: Envelope): Promise<Outcome>;
  whenConnected(listener: () => void): void;
  count(): number;
  /** Envelopes that are not acked yet. */
  waiting(): number;
  /** As Slack does every few hours: one connection gets nothing new, is told to leave, and is closed later. Resolves when it has heard it. */
  refreshOne(): Promise<void>;
  /** Tells every connection politely that it will be closed, then closes it. */
  close(): void;
}

const MOST_CONNECTIONS = 10;
/** How long a connection that was told to leave may still do so by itself. */
const REFRESH_MS = 10_000;

const Ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

interface Connection {
  readonly socket: WebSocket;
  readonly waiting: Map<string, (outcome: Outcome) => void>;
}

export function createConnections(timing: Timing, host: string): Connections {
  const open = new Set<Connection>();
  const listeners: (() => void)[] = [];
  return {
    add(socket) {
      // Without a listener an error of the socket would end the process.
      socket.on('error', () => socket.terminate());
      if (open.size >= MOST_CONNECTIONS) return dismiss(socket, 'too_many_websockets', host);
      const connection: Connection = { socket, waiting: new Map() };
      open.add(connection);
      socket.on('message', (data) => receive(connection, textOf(data)));
      const stopPinging = keepAlive(socket, timing.pingMs);
      socket.once('close', () => {
        stopPinging();
        open.delete(connection);
        connection.waiting.forEach((settle) => settle({ is: 'connection lost' }));
      });
      socket.send(JSON.stringify(hello(open.size, host)));
      listeners.forEach((listener) => listener());
    },
    send: (envelope) => sendToOne([...open], envelope, timing.ackMs),
    whenConnected: (listener) => void listeners.push(listener),
    count: () => open.size,
    waiting: () => [...open].reduce((sum, { waiting }) => sum + waiting.size, 0),
    async refreshOne() {
      const [oldest] = open;
      if (!oldest) return;
      open.delete(oldest);
      oldest.socket.send(JSON.stringify({ type: 'disconnect', reason: 'refresh_requested', debug_info: { host } }));
      setTimeout(() => oldest.socket.close(1000), REFRESH_MS).unref();
      await heard(oldest.socket);
    },
    close: () => open.forEach(({ socket }) => dismiss(socket, 'refresh_requested', host)),
  };
}

async function sendToOne(open: readonly Connection[], envelope: Envelope, ackMs: number): Promise<Outcome> {
  const usable = open.filter(({ socket }) => socket.readyState === socket.OPEN);
  const connection = usable[usable.length > 0 ? randomInt(usable.length) : 0];
  if (!connection) return { is: 'no connection' };
  const envelopeId = randomUUID();
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer);
      connection.waiting.delete(envelopeId);
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ is: 'timed out' }), ackMs);
    connection.waiting.set(envelopeId, settle);
    connection.socket.send(JSON.stringify({ envelope_id: envelopeId, ...envelope }));
  });
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString();
}

/** An ack with an id that this connection does not wait for is ignored, as Slack does. */
function receive(connection: Connection, text: string): void {
  try {
    const ack = Ack.safeParse(JSON.parse(text));
    if (ack.success) connection.waiting.get(ack.data.envelope_id)?.({ is: 'acked', payload: ack.data.payload });
  } catch {
    // Slack ignores what is no JSON; so does the workspace.
  }
}

function keepAlive(socket: WebSocket, pingMs: number): () => void {
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
function heard(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('pong', (data) => (data.toString() === 'heard' ? resolve() : undefined));
    socket.once('close', () => resolve());
    socket.ping('heard');
  });
}

function dismiss(socket: WebSocket, reason: string, host: string): void {
  socket.send(JSON.stringify({ type: 'disconnect', reason, debug_info: { host } }));
  socket.close(1000);
}

function hello(connections: number, host: string): unknown {
  return {
    type: 'hello',
    num_connections: connections,
    debug_info: { host, build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: app.id },
  };
}
