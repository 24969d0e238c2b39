import { expect } from 'vitest';
import { z } from 'zod';
import { patienceSeconds } from './patience.ts';

const Verdict = z.object({
  clean: z.boolean(),
  waiting: z.number(),
  problems: z.array(z.object({ what: z.string(), says: z.string() })),
});

/** A local Slack that can be asked what it thinks of the bot. */
interface Watched {
  readonly url: string;
  readonly control: string;
}

/**
 * What the local Slack noted against the bot, each as `<what>: <says>`: an envelope without its ack, a call that was refused, a
 * warning. `allowed` are those that a test brings about. What is under way is waited for; what never ends is told as such.
 */
export async function problemsNoted({ url, control }: Watched, allowed: readonly string[]): Promise<readonly string[]> {
  for (const deadline = Date.now() + patienceSeconds * 1000; ;) {
    const response = await fetch(`${url}/control/traffic.check`, {
      method: 'POST',
      headers: { authorization: `Bearer ${control}`, 'content-type': 'application/json' },
      body: JSON.stringify({ allow: allowed }),
    });
    const { clean, waiting, problems } = Verdict.parse(await response.json());
    if (clean) return [];
    if (waiting === 0) return problems.map(({ what, says }) => `${what}: ${says}`);
    if (Date.now() > deadline)
      return [`${waiting} envelopes or calls never ended`, ...problems.map(({ what, says }) => `${what}: ${says}`)];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The bot has behaved towards Slack: see `problemsNoted`. */
export async function expectClean(slack: Watched, allowed: readonly string[] = []): Promise<void> {
  expect(await problemsNoted(slack, allowed)).toEqual([]);
}
