import { z } from 'zod';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';

const Answer = z.looseObject({
  ok: z.boolean(),
  error: z.string().optional(),
  says: z.string().optional(),
  problems: z.array(z.object({ seq: z.number(), what: z.string(), says: z.string() })).default([]),
});

interface Controlled {
  readonly status: number;
  readonly body: z.infer<typeof Answer>;
}

/** Calls the control API as its owner, as `curl -d` would. */
export async function control(
  { world }: OpenWorkspace,
  name: string,
  given: Readonly<Record<string, string | number>> = {},
): Promise<Controlled> {
  const body = new URLSearchParams(Object.entries(given).map(([key, value]): [string, string] => [key, String(value)]));
  const headers = { authorization: `Bearer ${world.secrets.control}` };
  const response = await fetch(`${world.url}/control/${name}`, { method: 'POST', headers, body });
  return { status: response.status, body: Answer.parse(await response.json()) };
}
