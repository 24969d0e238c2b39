import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { failure, type Answer, type ApiParts } from './answer.ts';
import { backupStatus } from './backup-status.ts';
import { basicHealth, detailedHealth } from './health.ts';
import { login } from './login.ts';
import { metrics } from './metrics.ts';
import type { Access } from './tokens.ts';

/** The platform's HTTP API, listening. */
export interface Api {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves the API at this address. */
export async function serveApi(parts: ApiParts, { host, port }: { readonly host: string; readonly port: number }): Promise<Api> {
  const server = createServer((request, response) => {
    answer(parts, request)
      .catch((problem: unknown) => failure(String(problem), 500))
      .then((result) => send(parts, request, response, result))
      .catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

type Route = (parts: ApiParts, request: IncomingMessage) => Promise<Answer>;

const ROUTES: Readonly<Record<string, Route>> = {
  'GET /api/v1/health': basicHealth,
  'GET /api/v1/metrics': metrics,
  'POST /api/v1/auth/login': async (parts, request) => login(parts, await jsonBody(request), request.socket.remoteAddress ?? 'unknown'),
  'GET /api/v1/health/detailed': guarded(detailedHealth),
  'GET /api/v1/backup/status': guarded(backupStatus),
};

async function answer(parts: ApiParts, request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '/', 'http://platform');
  const route = ROUTES[`${request.method} ${pathname}`];
  return route ? route(parts, request) : failure('Not found', 404);
}

function guarded(route: (parts: ApiParts) => Promise<Answer>): Route {
  return async (parts, request) => refusal(parts.tokens.check(request.headers.authorization, new Date())) ?? route(parts);
}

function refusal(access: Access): Answer | undefined {
  if (access.is === 'granted') return undefined;
  if (access.is === 'malformed') return { status: 422, body: { msg: access.why } };
  return { status: 401, body: { msg: access.is === 'expired' ? 'Token has expired' : 'Missing Authorization Header' } };
}

async function jsonBody(request: IncomingMessage): Promise<unknown> {
  try {
    return JSON.parse(await text(request));
  } catch {
    return undefined;
  }
}

function send(parts: ApiParts, request: IncomingMessage, response: ServerResponse, { status, body }: Answer): void {
  const json = `${JSON.stringify(body)}\n`;
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(json) });
  response.end(json);
  parts.journal.access(request, status, Buffer.byteLength(json));
}
