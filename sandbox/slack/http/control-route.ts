import type { IncomingMessage, ServerResponse } from 'node:http';
import { runControl } from '../control/control.ts';
import { SlackError } from '../errors.ts';
import type { World } from '../world.ts';
import { sendJson } from './api-route.ts';
import { readArguments } from './body.ts';

/** Answers GET and POST of `/control/<name>`: as the Web API, but with the control token, which no application has. */
export async function answerControl(world: World, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  try {
    const given = await readArguments(request, url.searchParams);
    const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    const { status, body } = await runControl(world, url.pathname.replace(/^\/control\//, ''), token, given);
    sendJson(response, status, body);
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    sendJson(response, 400, { ok: false, error: error.error });
  }
}
