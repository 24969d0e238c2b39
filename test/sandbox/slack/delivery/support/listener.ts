import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import { z } from 'zod';

/** What the workspace sent to an application over HTTP. */
export interface Heard {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** How an application answers; undefined lets it wait for ever. */
export type Answer = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string } | undefined;

/** An application that listens for HTTP by hand. */
export interface Listener {
  readonly url: string;
  /** What came, but for the question whether the URL is ours. */
  readonly heard: readonly Heard[];
  readonly challenges: readonly Heard[];
}

const Challenge = z.object({ type: z.literal('url_verification'), challenge: z.string() });

/** Listens until the test ends. Answers the challenge as Slack wants it, where `challenge` says nothing else. */
export async function listenFor(
  answer: (heard: Heard, count: number) => Answer = () => ({}),
  challenge: (asked: string) => string = (asked) => JSON.stringify({ challenge: asked }),
  port = 0,
): Promise<Listener> {
  const heard: Heard[] = [];
  const challenges: Heard[] = [];
  const server = createServer((request, response) => void take(request, response));

  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const came = { path: request.url ?? '', headers: request.headers, body: await text(request) };
    const asked = challengeIn(came.body);
    if (asked !== undefined) {
      challenges.push(came);
      return send(response, { headers: { 'content-type': 'application/json' }, body: challenge(asked) });
    }
    heard.push(came);
    return send(response, answer(came, heard.length));
  }

  await new Promise<void>((resolve) => {
    server.listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server.address())}`, heard, challenges };
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer === undefined) return;
  response.writeHead(answer.status ?? 200, answer.headers);
  response.end(answer.body);
}

function challengeIn(body: string): string | undefined {
  if (!body.startsWith('{')) return undefined;
  return Challenge.safeParse(JSON.parse(body)).data?.challenge;
}

function portOf(address: AddressInfo | string | null): number {
  return z.object({ port: z.number() }).parse(address).port;
}

/** Whether the request is signed with the secret as Slack's documentation says. */
export function isSigned({ headers, body }: Heard, signingSecret: string): boolean {
  const base = `v0:${String(headers['x-slack-request-timestamp'])}:${body}`;
  return headers['x-slack-signature'] === `v0=${createHmac('sha256', signingSecret).update(base).digest('hex')}`;
}
