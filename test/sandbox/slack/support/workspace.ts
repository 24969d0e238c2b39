import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { openWorkspace, type OpenWorkspace, type WorkspaceOptions } from '../../../../sandbox/slack/open.ts';
import { slackTiming, type Timing } from '../../../../sandbox/slack/timing.ts';
import { patienceSeconds } from '../../../support/patience.ts';

/** The manifest of the application that most tests are about. */
export const manifestPath = fileURLToPath(new URL('manifest.yml', import.meta.url));

export const channels = { ops: 'C0OPS000001', incidents: 'C0INCIDENT1', random: 'C0RANDOM001' };
export const users = {
  bot: 'U0LOCALBOT1',
  dana: 'U0DANA00001',
  alex: 'U0ALEX00001',
  kim: 'U0KIM000001',
  sam: 'U0SAM000001',
  rio: 'U0RIO000001',
};

/** A workspace on a free port, with the test's own manifest and waiting times, and without rate limits where the test is not about them. */
export async function workspace({
  timing,
  ...options
}: Partial<WorkspaceOptions> & { readonly timing?: Partial<Timing> } = {}): Promise<OpenWorkspace> {
  return openWorkspace(
    { port: 0, manifest: manifestPath, limits: 'off', ...options },
    { ...slackTiming, ackMs: patienceSeconds * 1000, ...timing },
  );
}

const Seen = z.looseObject({
  ts: z.string(),
  user: z.string(),
  text: z.string(),
  thread_ts: z.string().optional(),
  is_ephemeral: z.boolean().optional(),
  reply_count: z.number().optional(),
  edited: z.looseObject({}).optional(),
  metadata: z.unknown().optional(),
  blocks: z.array(z.looseObject({ type: z.string() })).optional(),
  reactions: z.array(z.object({ name: z.string(), users: z.array(z.string()), count: z.number() })).optional(),
});

/** What the tests read of an answer of the Web API. */
const Reply = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  ts: z.string().default(''),
  message_ts: z.string().default(''),
  message: Seen.optional(),
  messages: z.array(Seen).default([]),
  response: z.unknown().optional(),
  response_metadata: z.looseObject({ next_cursor: z.string().optional(), messages: z.array(z.string()).optional() }).optional(),
});
export type Reply = z.infer<typeof Reply>;

export type Who = 'bot' | 'app' | 'dana' | 'alex' | 'kim' | 'sam' | 'rio' | 'nobody';

/** Calls the Web API as somebody, with a form body and a bearer token as Slack's own clients do. */
export async function call(place: OpenWorkspace, who: Who, method: string, given: Readonly<Record<string, unknown>> = {}): Promise<Reply> {
  const body = new URLSearchParams();
  Object.entries(given).forEach(([key, value]) => body.set(key, typeof value === 'string' ? value : JSON.stringify(value)));
  const token = tokenOf(place, who);
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(`${place.world.url}/api/${method}`, { method: 'POST', headers, body });
  return Reply.parse(await response.json());
}

function tokenOf({ world: { secrets } }: OpenWorkspace, who: Who): string | undefined {
  if (who === 'nobody') return undefined;
  return who === 'bot' || who === 'app' ? secrets[who] : secrets.people[users[who]];
}
