import { WebSocket } from 'ws';
import { z } from 'zod';
import { expect, onTestFinished } from 'vitest';
import type { OpenWorkspace } from '../../../../../sandbox/slack/open.ts';
import { call } from '../../support/workspace.ts';

const Frame = z.looseObject({
  type: z.string(),
  envelope_id: z.string().default(''),
  reason: z.string().optional(),
  num_connections: z.number().optional(),
  retry_attempt: z.number().optional(),
  retry_reason: z.string().optional(),
  accepts_response_payload: z.boolean().optional(),
  payload: z.looseObject({ event_id: z.string().optional(), text: z.string().optional(), event: z.unknown().optional() }).optional(),
});
export type Frame = z.infer<typeof Frame>;

/** A connection of Socket Mode by hand: what came over it, and a way to ack. */
export interface Line {
  readonly socket: WebSocket;
  /** Everything that came, the greeting too. */
  readonly frames: readonly Frame[];
  /** What came with an envelope around it. */
  envelopes(): readonly Frame[];
  ack(frame: Frame | undefined, payload?: unknown): void;
  /** What the system said of it, as of a connection that was reset. */
  readonly problems: readonly string[];
  /** How it was closed; undefined while it is open. */
  closedWith(): number | undefined;
}

interface LineOptions {
  /** Acks at once whatever comes. */
  readonly polite?: boolean;
  /** Resolves without waiting for the greeting. */
  readonly ungreeted?: boolean;
  readonly autoPong?: boolean;
}

/** Opens a connection and waits for its greeting. It ends with the test. */
export async function openLine(
  place: OpenWorkspace,
  { polite = false, ungreeted = false, autoPong = true }: LineOptions = {},
): Promise<Line> {
  const socket = new WebSocket(await addressOf(place), { autoPong });
  onTestFinished(() => socket.terminate());
  const frames: Frame[] = [];
  const closed: number[] = [];
  const problems: string[] = [];
  const ack = (frame: Frame | undefined, payload: unknown = {}): void =>
    socket.send(JSON.stringify({ envelope_id: frame?.envelope_id ?? 'none', payload }));
  socket.on('close', (code) => closed.push(code));
  socket.on('error', () => undefined);
  // The library keeps to itself what the system says.
  socket.on('upgrade', ({ socket: wire }) => wire.on('error', (problem) => problems.push('code' in problem ? String(problem.code) : '')));
  socket.on('message', (data) => {
    const frame = Frame.parse(JSON.parse(z.instanceof(Buffer).parse(data).toString()));
    frames.push(frame);
    if (polite && frame.envelope_id !== '') ack(frame);
  });
  const line: Line = {
    socket,
    frames,
    envelopes: () => frames.filter((frame) => frame.envelope_id !== ''),
    ack,
    problems,
    closedWith: () => closed[0],
  };
  await expect.poll(() => (ungreeted ? socket.readyState === WebSocket.OPEN : frames.length > 0)).toBe(true);
  return line;
}

/** The address of one more connection, from apps.connections.open. */
export async function addressOf(place: OpenWorkspace): Promise<string> {
  return z.string().parse((await call(place, 'app', 'apps.connections.open'))['url']);
}

/** What the workspace answers to somebody who wants a connection: 101 for yes. */
export async function upgradeStatus(url: string, headers: Readonly<Record<string, string>> = {}): Promise<number | undefined> {
  const socket = new WebSocket(url, { headers });
  onTestFinished(() => socket.terminate());
  return new Promise((resolve, reject) => {
    socket.once('open', () => resolve(101));
    socket.once('unexpected-response', (_request, { statusCode }) => resolve(statusCode));
    socket.once('error', reject);
  });
}
