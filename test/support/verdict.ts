import { expect } from 'vitest';
import { z } from 'zod';
import { patienceSeconds } from './patience.ts';
import { control } from './slack-control.ts';
import type { Controlled } from './slack-control.ts';

const Verdict = z.object({
  clean: z.boolean(),
  waiting: z.number(),
  problems: z.array(z.object({ what: z.string(), says: z.string() })),
});

/**
 * What the local Slack noted against the bot, each as `<what>: <says>`: an envelope without its ack, a call that was refused, a
 * warning. `allowed` are those that a test brings about. What is under way is waited for; what never ends is told as such.
 */
export async function problemsNoted(slack: Controlled, allowed: readonly string[] = []): Promise<readonly string[]> {
  for (const deadline = Date.now() + patienceSeconds * 1000; ;) {
    const { clean, waiting, problems } = Verdict.parse(await control(slack, 'traffic.check', { allow: allowed }));
    if (clean) return [];
    const noted = problems.map(({ what, says }) => `${what}: ${says}`);
    if (waiting === 0) return noted;
    if (Date.now() > deadline) return [`${waiting} envelopes or calls never ended`, ...noted];
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The bot behaved towards Slack: see `problemsNoted`. */
export async function expectClean(slack: Controlled, allowed: readonly string[] = []): Promise<void> {
  expect(await problemsNoted(slack, allowed), 'what the local Slack noted against the bot').toEqual([]);
}
