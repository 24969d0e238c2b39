import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import { portOf } from './port-of.ts';

/** What an app put into its ack, and how long after the envelope it came. */
export interface Acked {
  readonly ms: number;
  readonly text: string;
}

/** The least that speaks Socket Mode: it costs next to nothing, so that what is timed is the app. */
export interface RawSlack {
  readonly apiUrl: string;
  /** Resolves when so many connections of the app with the token `xapp-<app>` are open. */
  connected(app: string, count: number): Promise<void>;
  /** Somebody types `/bigshot …`. Rejects when no ack came within 10 s. */
  type(app: string, person: string, line: string): Promise<Acked>;
  /** From now on this method of the Web API answers so much later. */
  delay(method: string, ms: number): void;
  close(): Promise<void>;
}

export const channel = 'C0OPS';
/** Who is in the channel from the beginning; everybody else comes into it when they type. */
export const resident = 'U0DANA';

const ackLimitMs = 10_000;
const pingMs = 3000;

const Ack = z.object({ envelope_id: z.string(), payload: z.object({ text: z.string() }).optional() });

interface Hall {
  readonly sockets: Map<string, WebSocket[]>;
  readonly waiting: Map<string, (said: string) => void>;
  readonly delays: Map<string, number>;
  readonly people: Set<string>;
  calls: number;
}

export async function openRawSlack(): Promise<RawSlack> {
  const hall: Hall = { sockets: new Map(), waiting: new Map(), delays: new Map(), people: new Set([resident]), calls: 0 };
  const server = createServer((request, response) => void answer(hall, request, response));
  const upgrade = new WebSocketServer({ server });
  upgrade.on('connection', (socket, request) => welcome(hall, socket, appOf(request.url ?? '')));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const apiUrl = `http://127.0.0.1:${portOf(server)}/api/`;
  return {
    apiUrl,
    async connected(app, count) {
      while ((hall.sockets.get(app)?.length ?? 0) < count) await new Promise((resolve) => setTimeout(resolve, 20));
    },
    type: (app, person, line) => type(hall, app, person, line),
    delay: (method, ms) => void hall.delays.set(method, ms),
    async close() {
      for (const socket of upgrade.clients) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

const appOf = (url: string) => new URL(url, 'http://127.0.0.1').searchParams.get('app') ?? '';

function welcome({ sockets, waiting }: Hall, socket: WebSocket, app: string): void {
  sockets.set(app, [...(sockets.get(app) ?? []), socket]);
  const pinging = setInterval(() => socket.ping(), pingMs);
  socket.on('error', () => socket.terminate());
  socket.on('close', () => {
    clearInterval(pinging);
    sockets.set(
      app,
      (sockets.get(app) ?? []).filter((one) => one !== socket),
    );
  });
  socket.on('message', (frame) => {
    const { envelope_id: id, payload } = Ack.parse(JSON.parse(Buffer.isBuffer(frame) ? frame.toString() : ''));
    waiting.get(id)?.(payload?.text ?? '');
  });
  socket.send(JSON.stringify({ type: 'hello', num_connections: 1, debug_info: { host: 'raw' }, connection_info: { app_id: 'A0' } }));
}

function type(hall: Hall, app: string, person: string, line: string): Promise<Acked> {
  hall.calls += 1;
  hall.people.add(person);
  const id = `${app}-${hall.calls}-${process.hrtime.bigint()}`;
  const open = hall.sockets.get(app) ?? [];
  const socket = open[hall.calls % open.length];
  if (!socket) return Promise.reject(new Error(`${app} is not connected`));
  const payload = { token: 't', team_id: 'T0', channel_id: channel, user_id: person, user_name: person, command: '/bigshot', text: line };
  const about = { trigger_id: id, api_app_id: 'A0', response_url: 'http://127.0.0.1:9/none', is_enterprise_install: 'false' };
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`no ack of “${line}” in ${ackLimitMs / 1000} s`)), ackLimitMs);
    const begun = performance.now();
    hall.waiting.set(id, (said) => {
      const ms = performance.now() - begun;
      clearTimeout(late);
      hall.waiting.delete(id);
      resolve({ ms, text: said });
    });
    socket.send(
      JSON.stringify({ envelope_id: id, type: 'slash_commands', accepts_response_payload: true, payload: { ...payload, ...about } }),
    );
  });
}

async function answer(hall: Hall, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const method = (request.url ?? '').replace('/api/', '');
  const form = new URLSearchParams(await text(request));
  await new Promise((resolve) => setTimeout(resolve, hall.delays.get(method) ?? 0));
  const app = (request.headers.authorization ?? '').replace('Bearer xapp-', '');
  hall.calls += 1;
  const said: Readonly<Record<string, object>> = {
    'auth.test': { user_id: 'U0BOT', bot_id: 'B0', user: 'bigshot', team: 'raw', team_id: 'T0', url: 'http://127.0.0.1/' },
    'apps.connections.open': { url: `ws://${request.headers.host}/?app=${app}` },
    'conversations.members': { members: [...hall.people], response_metadata: { next_cursor: '' } },
    'usergroups.users.list': { users: [] },
    'users.info': { user: { id: form.get('user'), team_id: 'T0', name: form.get('user'), profile: { display_name: '' } } },
    'chat.postMessage': { channel: form.get('channel'), ts: `1700000000.${String(hall.calls).padStart(6, '0')}`, message: {} },
  };
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ ok: true, ...said[method] }));
}
