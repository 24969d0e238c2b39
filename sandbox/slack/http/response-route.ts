import type { IncomingMessage, ServerResponse } from 'node:http';
import { respond } from '../acts/answers.ts';
import { SlackError } from '../errors.ts';
import type { World } from '../world.ts';
import { sendJson } from './api-route.ts';
import { readText } from './body.ts';

/** Answers a POST to a response_url: no token is needed, the address itself is the right. */
export async function answerResponse(world: World, request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
  try {
    const body = await readText(request);
    const use = world.responseUrls.use(key);
    if (use.is !== 'good') return sendJson(response, 404, { ok: false, error: use.is });
    respond(world, use.origin, JSON.parse(body));
    sendJson(response, 200, { ok: true });
  } catch (error) {
    if (!(error instanceof SlackError) && !(error instanceof SyntaxError)) throw error;
    sendJson(response, 400, { ok: false, error: error instanceof SlackError ? error.error : 'invalid_payload' });
  }
}
