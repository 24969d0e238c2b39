import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Clock } from '../../clock.ts';
import { createDice } from '../../faults/dice.ts';
import type { Faults } from '../../faults/faults.ts';
import type { FaultSettings } from '../../faults/kinds.ts';
import type { Timing } from '../../timing.ts';
import type { Traffic } from '../../traffic/traffic.ts';
import type { Envelope, Outcome, Transport } from '../envelope.ts';
import { CONNECTION_SECONDS, disconnect, hello } from './frames.ts';
import { answerPings, heard, keepAlive, textOf } from './link.ts';

/** The open Socket Mode connections of the application. */
export interface Connections extends Transport {
  /** Takes over a fresh socket: greets it, or sends it away when there are ten already. `reset` breaks its TCP connection. */
  add(socket: WebSocket, reset: () => void): void;
  count(): number;
  /** Envelopes that are not acked yet. */
  waiting(): number;
  /**
   * As Slack does every few hours by itself: one connection gets nothing new, is told to leave, and is closed later. Resolves when it has
   * heard it; false when there is none.
   */
  refreshOne(reason?: FaultSettings['reason']): Promise<boolean>;
  /** Cuts all connections without a word; how many there were. */
  cut(): number;
}

const MOST_CONNECTIONS = 10;
/** How long a connection that was told to leave may still do so by itself. */
const LEAVE_MS = 10_000;

const Ack = z.object({ envelope_id: z.string(), payload: z.unknown().optional() });

interface Connection {
  /** Counted from 1 in the order of their opening. */
  readonly number: number;
  readonly socket: WebSocket;
  readonly reset: () => void;
  /** Whether it was welcomed; nothing is sent to a client that could not know yet that it is connected. */
  readonly greeted: boolean;
  readonly waiting: Map<string, (outcome: Outcome) => void>;
}

interface ConnectionsDeps {
  readonly timing: Timing;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly traffic: Traffic;
  readonly host: string;
}

export function createConnections({ timing, clock, faults, traffic, host }: ConnectionsDeps): Connections {
  const open = new Set<Connection>();
  const listeners: (() => void)[] = [];
  const dice = createDice(1);
  const opened = { count: 0 };
  /** From a cut that was asked for until the application is back. */
  const away = { onPurpose: false };
  const note = (over: number, says: string): void =>
    traffic.note({ is: 'connection', what: 'socket', by: 'app' }, { state: 'good', says, over });

  function dismiss(socket: WebSocket, reason: FaultSettings['reason']): void {
    socket.send(JSON.stringify(disconnect(reason, host)));
    socket.close(1000);
  }

  function watch(connection: Connection): void {
    const { number, socket, waiting } = connection;
    socket.on('message', (data) => receive(connection, textOf(data), traffic));
    answerPings(socket, faults);
    const stopPinging = keepAlive(socket, timing.pingMs);
    const old = clock.after(CONNECTION_SECONDS * 1000, () => void refresh(connection, 'refresh_requested'));
    socket.once('close', (code) => {
      stopPinging();
      old.cancel();
      open.delete(connection);
      waiting.forEach((settle) => settle({ is: 'connection lost', onPurpose: away.onPurpose }));
      note(number, `closed with ${code}, ${open.size} open`);
    });
  }

  async function refresh(connection: Connection, reason: FaultSettings['reason']): Promise<void> {
    const { socket } = connection;
    open.delete(connection);
    socket.send(JSON.stringify(disconnect(reason, host)));
    clock.after(LEAVE_MS, () => socket.close(1000));
    await heard(socket);
  }

  return {
    add(socket, reset) {
      // Without a listener an error of the socket would end the process.
      socket.on('error', () => socket.terminate());
      if (open.size >= MOST_CONNECTIONS) return dismiss(socket, 'too_many_websockets');
      opened.count += 1;
      away.onPurpose = false;
      const greeted = !faults.strike('no_hello');
      const connection: Connection = { number: opened.count, socket, reset, greeted, waiting: new Map() };
      open.add(connection);
      watch(connection);
      note(connection.number, `opened, ${open.size} open`);
      if (!greeted) return;
      socket.send(JSON.stringify(hello(open.size, host)));
      listeners.forEach((listener) => listener());
    },
    async send(envelope) {
      const connection = chosen(open, dice);
      return connection ? carry(connection, envelope, clock, timing.ackMs) : { is: 'no connection', onPurpose: away.onPurpose };
    },
    tell(envelope) {
      const connection = chosen(open, dice);
      connection?.socket.send(JSON.stringify(envelope));
      return connection !== undefined;
    },
    whenReachable: (listener) => void listeners.push(listener),
    count: () => open.size,
    waiting: () => [...open].reduce((sum, { waiting }) => sum + waiting.size, 0),
    async refreshOne(reason = 'refresh_requested') {
      const [oldest] = open;
      if (!oldest) return false;
      await refresh(oldest, reason);
      return true;
    },
    cut() {
      const cut = [...open];
      away.onPurpose = cut.length > 0;
      cut.forEach(({ reset }) => reset());
      return cut.length;
    },
    close: () => open.forEach(({ socket }) => dismiss(socket, 'refresh_requested')),
  };
}

/** An envelope goes to exactly one connection, and Slack promises no pattern; here the same dice fall at each start. */
function chosen(open: ReadonlySet<Connection>, dice: () => number): Connection | undefined {
  const usable = [...open].filter(({ socket, greeted }) => greeted && socket.readyState === socket.OPEN);
  return usable[Math.floor(dice() * usable.length)];
}

async function carry(connection: Connection, envelope: Envelope, clock: Clock, ackMs: number): Promise<Outcome> {
  const { envelope_id: id } = envelope;
  return new Promise((resolve) => {
    const settle = (outcome: Outcome): void => {
      limit.cancel();
      // A second envelope of the same id, sent on purpose, may have taken the place.
      if (connection.waiting.get(id) === settle) connection.waiting.delete(id);
      earlier?.(outcome);
      resolve({ ...outcome, over: connection.number });
    };
    const earlier = connection.waiting.get(id);
    const limit = clock.deadline(ackMs, () => settle({ is: 'timed out' }));
    connection.waiting.set(id, settle);
    connection.socket.send(JSON.stringify(envelope));
  });
}

/** An ack with an id that this connection does not wait for changes nothing, as in Slack; that it came late or twice is noted. */
function receive({ number, waiting }: Connection, text: string, traffic: Traffic): void {
  const ack = Ack.safeParse(jsonIn(text));
  if (!ack.success) {
    traffic.note({ is: 'answer', what: 'frame', by: 'app', given: text }, { state: 'bad', says: 'is no ack', over: number });
    return;
  }
  const settle = waiting.get(ack.data.envelope_id);
  if (settle) settle({ is: 'acked', payload: ack.data.payload });
  else
    traffic.note(
      { is: 'answer', what: 'ack', by: 'app', given: ack.data },
      { state: 'good', says: 'for nothing that waits here: late, or for the second time', over: number },
    );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
