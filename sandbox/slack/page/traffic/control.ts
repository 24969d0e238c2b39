import * as z from 'zod/mini';
import { Start } from './schemas.ts';

const Reply = z.looseObject({ ok: z.boolean(), error: z.optional(z.string()), says: z.optional(z.string()) });
export type Reply = z.infer<typeof Reply>;

/** Carries out a control. An answer that did not come reads like an error: `offline`. */
export type Control = (name: string, given?: Readonly<Record<string, string>>) => Promise<Reply>;

/** What the workspace says of itself and its people now; undefined while it does not answer. */
export async function readStart(): Promise<Start | undefined> {
  try {
    return Start.parse(await (await fetch('/start.json')).json());
  } catch {
    return undefined;
  }
}

const AGAIN_MS = 1000;

/** As `readStart`, asked until there is an answer; `wait` is told when there is none yet. */
export async function awaitStart(wait: () => void): Promise<Start> {
  for (;;) {
    const start = await readStart();
    if (start) return start;
    wait();
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

/** The controls of the workspace, also after it began anew with another token. */
export function controlOf(first: string): Control {
  const own = { token: first };
  const once: Control = async (name, given = {}) => {
    try {
      const headers = { authorization: `Bearer ${own.token}` };
      return Reply.parse(await (await fetch(`/control/${name}`, { method: 'POST', headers, body: new URLSearchParams(given) })).json());
    } catch {
      return { ok: false, error: 'offline' };
    }
  };
  return async (name, given) => {
    const reply = await once(name, given);
    if (reply.error !== 'control_token_wrong') return reply;
    own.token = (await readStart())?.control ?? own.token;
    return once(name, given);
  };
}
