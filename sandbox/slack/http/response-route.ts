import type { IncomingMessage, ServerResponse } from 'node:http';
import { respond } from '../acts/answers.ts';
import { SlackError } from '../errors.ts';
import type { World } from '../world.ts';
import { sendJson } from './api-route.ts';
import { readText } from './body.ts';

interface Answered {
  readonly status: number;
  readonly error?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers a POST to a response_url: no token is needed, the address itself is the right. */
export async function answerResponse(world: World, request: IncomingMessage, response: ServerResponse, key: string): Promise<void> {
  const body = await readText(request).catch((error: unknown) => {
    if (error instanceof SlackError) return error;
    throw error;
  });
  const end = world.traffic.begin({ is: 'answer', what: 'response_url', by: 'app', given: body instanceof SlackError ? undefined : body });
  const { status, error, headers } =
    body instanceof SlackError ? { status: 413, error: body.error, headers: {} } : answered(world, key, body);
  end(error === undefined ? { state: 'good' } : { state: 'bad', says: error });
  sendJson(response, status, error === undefined ? { ok: true } : { ok: false, error }, headers);
}

/** Slack allows about one answer a second for each address, and no more than five in half an hour. */
function answered(world: World, key: string, body: string): Answered {
  const worth = world.responseUrls.worth(key);
  if (worth.is !== 'good') return { status: 404, error: worth.is };
  const wait = world.limits.count('response_url', key);
  if (wait !== undefined) return { status: 429, error: 'ratelimited', headers: { 'retry-after': String(wait) } };
  world.responseUrls.use(key);
  try {
    respond(world, worth.origin, JSON.parse(body));
    return { status: 200 };
  } catch (error) {
    if (error instanceof SlackError) return { status: 400, error: error.error };
    if (error instanceof SyntaxError) return { status: 400, error: 'invalid_payload' };
    throw error;
  }
}
