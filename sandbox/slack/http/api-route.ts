import type { IncomingMessage, ServerResponse } from 'node:http';
import { callApi } from '../api/call.ts';
import type { World } from '../world.ts';
import { readArguments } from './body.ts';

/** Answers `/api/<method>`: forms and JSON, the token in the header or in a field. Always 200, as Slack's errors are in the body. */
export async function answerApi(world: World, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const name = url.pathname.replace(/^\/api\//, '');
  const { token, ...given } = await argumentsOf(request, url);
  const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const { body, headers } = await callApi(world, name, bearer ?? (typeof token === 'string' ? token : undefined), given);
  sendJson(response, 200, body, headers);
}

/** A body that cannot be read gives no arguments: the method then says which one is missing. */
async function argumentsOf(request: IncomingMessage, url: URL): Promise<Readonly<Record<string, unknown>>> {
  try {
    return await readArguments(request, url.searchParams);
  } catch {
    return {};
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}
