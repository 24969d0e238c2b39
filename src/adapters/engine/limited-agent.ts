import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { Socket } from 'node:net';
import { inspect } from 'node:util';
import { bytes } from '../../lib/words.ts';

/** The list of containers of a large host is some hundred KiB, the last 20 000 lines of a log some MiB. */
const MOST_BYTES = 64 * 1024 * 1024;
const LOOK_MS = 20;

/**
 * Connections for one answer each, which are ended when the answer is larger than any that is needed: the client gathers it in memory
 * to its end, and something else than an engine, or a log of endless lines, would fill that.
 */
export function limitedAgent(protocol: 'http' | 'https', where: string): Agent {
  const agent = protocol === 'https' ? new SecureAgent({ keepAlive: false }) : new Agent({ keepAlive: false });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (...args: Parameters<typeof connect>) => {
    const connection = connect(...args);
    if (connection instanceof Socket) watch(connection, where);
    return connection;
  };
  // The client writes down each request with all that hangs on its agent, sockets and parsers, for a debug line that nobody reads: 8 ms each.
  return Object.assign(agent, { [inspect.custom]: () => `agent for ${where}` });
}

function watch(socket: Socket, where: string): void {
  const timer = setInterval(() => {
    if (socket.bytesRead <= MOST_BYTES) return;
    clearInterval(timer);
    socket.destroy(new Error(`what answers at ${where} says more than ${bytes(MOST_BYTES)}, and no more is read`));
  }, LOOK_MS);
  socket.once('close', () => clearInterval(timer));
}
