import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Socket, type AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { callerOf } from '../api/call.ts';
import type { World } from '../world.ts';
import { answerApi, sendJson } from './api-route.ts';
import { sendFile, takeUpload } from './file-route.ts';
import { answerControl } from './control-route.ts';
import { isOurs } from './guard.ts';
import { followLive } from './live.ts';
import { sendPageFile, type PageFiles } from './page-files.ts';
import { answerResponse } from './response-route.ts';

const GOODBYE_MS = 250;
/** An ack can hold a message or a view, and nothing else that comes over a socket is large. */
const MOST_FRAME_BYTES = 1024 * 1024;

/** Listens on that address. Rejects with the error of the system, such as EADDRINUSE, as it is. */
export async function listen(port: number, host = '127.0.0.1'): Promise<{ readonly server: Server; readonly port: number }> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return { server, port: portOf(server.address()) };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('listening: the server has no port');
  return address.port;
}

/** What is served, and under which names; nobody is answered who calls us by another one. */
export interface Serving {
  readonly world: World;
  /** Bundles the page, once, when somebody first asks for it: tests and scripts never do. */
  readonly files: () => Promise<PageFiles>;
  readonly hosts: readonly string[];
}

/** Serves the page, the Web API, response_urls and both kinds of sockets. */
export function serve({ world, files, hosts }: Serving, server: Server): { readonly close: () => Promise<void> } {
  const sockets = new WebSocketServer({ noServer: true, autoPong: false, maxPayload: MOST_FRAME_BYTES });
  server.on('request', (request, response) => {
    if (!isOurs(request, hosts)) return sendJson(response, 403, { ok: false, error: 'forbidden_origin' });
    route(world, files, request, response).catch((error: unknown) => {
      world.traffic.note(
        { is: 'call', what: request.url ?? '', by: 'workspace' },
        { state: 'bad', says: `the workspace failed: ${String(error)}` },
      );
      if (!response.headersSent) sendJson(response, 500, { ok: false, error: 'internal_error' });
    });
  });
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const accept = isOurs(request, hosts) ? upgradeOf(world, request, socket) : undefined;
    if (accept) sockets.handleUpgrade(request, socket, head, accept);
    else socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n');
  });
  return { close: async () => closeServer(server, sockets) };
}

/** Lets the sockets say goodbye for a moment, then ends what is left. */
async function closeServer(server: Server, sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  sockets.clients.forEach((socket) => socket.close(1001));
  const timer = setTimeout(() => sockets.clients.forEach((socket) => socket.terminate()), GOODBYE_MS);
  server.closeAllConnections();
  await closed;
  clearTimeout(timer);
}

async function route(world: World, files: Serving['files'], request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', world.url);
  if (url.pathname.startsWith('/api/')) return answerApi(world, request, response, url);
  if (url.pathname.startsWith('/control/')) return answerControl(world, request, response, url);
  const key = /^\/response\/(\w+)$/.exec(url.pathname)?.[1];
  if (key !== undefined && request.method === 'POST') return answerResponse(world, request, response, key);
  const upload = /^\/upload\/(\w+)$/.exec(url.pathname)?.[1];
  if (upload !== undefined && request.method === 'POST') return takeUpload(world, request, response, upload);
  const file = /^\/files\/(\w+)\//.exec(url.pathname)?.[1];
  if (file !== undefined && request.method === 'GET') return sendFile(world, request, response, file);
  const message = /^\/archives\/(\w+)\/p(\d{10})(\d{6})$/.exec(url.pathname);
  if (message) {
    const thread = url.searchParams.get('thread_ts');
    response.writeHead(302, {
      location: `/?channel=${message[1]}&message=${message[2]}.${message[3]}${thread ? `&thread=${encodeURIComponent(thread)}` : ''}`,
    });
    response.end();
    return;
  }
  if (!sendPageFile(world, await files(), response, url.pathname)) sendJson(response, 404, { ok: false, error: 'not_found' });
}

/** Ends a connection as a broken network does: with a TCP reset, where the system knows that. */
function reset(wire: Duplex): void {
  if (wire instanceof Socket) wire.resetAndDestroy();
  else wire.destroy();
}

/** What to do with the socket once it is open; undefined when it has no right to be. Slack answers a bad ticket with 408. */
function upgradeOf(world: World, request: IncomingMessage, wire: Duplex): Parameters<WebSocketServer['handleUpgrade']>[3] | undefined {
  const url = new URL(request.url ?? '/', world.url);
  if (url.pathname === '/link') {
    if (world.faults.strike('refuse_upgrade')) return undefined;
    return world.tickets.redeem(url.searchParams.get('ticket') ?? '')
      ? (socket) => world.connections.add(socket, () => reset(wire))
      : undefined;
  }
  if (url.pathname !== '/live') return undefined;
  try {
    const caller = callerOf(world, url.searchParams.get('token') ?? undefined);
    return caller.kind === 'user' ? (socket) => followLive(world, caller, socket) : undefined;
  } catch {
    return undefined;
  }
}
