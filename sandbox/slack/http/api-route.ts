import type { IncomingMessage, ServerResponse } from 'node:http';
import { callApi } from '../api/call.ts';
import { SlackError } from '../errors.ts';
import { looksReal } from '../secrets.ts';
import type { World } from '../world.ts';
import { readArguments } from './body.ts';

/** Answers GET and POST of `/api/<method>`: forms and JSON, the token in the header or in a field. Always 200, as Slack's errors are in the body. */
export async function answerApi(world: World, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'POST')
    return sendJson(response, 405, { ok: false, error: 'method_not_allowed' }, { allow: 'GET, POST' });
  const name = url.pathname.replace(/^\/api\//, '');
  try {
    const { token, ...given } = await readArguments(request, url.searchParams);
    const bearer = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const presented = bearer ?? (typeof token === 'string' ? token : undefined);
    if (presented !== undefined && looksReal(presented)) return refuseReal(world, response, name);
    const { is, status, body, headers } = await callApi(world, name, presented, given);
    if (is === 'lost') request.socket.destroy();
    else sendJson(response, status, body, headers);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    sendJson(response, 200, { ok: false, error: error.error });
  }
}

/** A token of a real workspace has come to the wrong place: it is neither looked at nor kept, and whoever looks at the traffic learns of it. */
function refuseReal({ traffic }: World, response: ServerResponse, name: string): void {
  const says = 'came with what looks like a token of a real Slack workspace; give the application the tokens of the local one';
  traffic.note({ is: 'call', what: name, by: 'unknown' }, { state: 'bad', says });
  sendJson(response, 200, { ok: false, error: 'invalid_auth', response_metadata: { messages: [`[ERROR] ${says}`] } });
}

export function sendJson(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
  response.end(JSON.stringify(body));
}
