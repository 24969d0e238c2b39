import { z } from 'zod';

const Answer = z.looseObject({ ok: z.boolean() });

/** A local Slack that can be told what to do, and asked what it noted. */
export interface Controlled {
  readonly url: string;
  readonly tokens: { readonly control: string };
}

/** Calls one of the local Slack's own controls. The answer is also that of a refusal; what it must hold is the caller's to say. */
export async function control(
  { url, tokens }: Controlled,
  name: string,
  given: Readonly<Record<string, unknown>> = {},
): Promise<z.infer<typeof Answer>> {
  const response = await fetch(`${url}/control/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.control}`, 'content-type': 'application/json' },
    body: JSON.stringify(given),
  });
  return Answer.parse(await response.json());
}

/** The same, for what cannot be refused. */
export async function mustControl(slack: Controlled, name: string, given: Readonly<Record<string, unknown>> = {}): Promise<void> {
  const answer = await control(slack, name, given);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer)}`);
}
