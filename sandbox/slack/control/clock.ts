import { z } from 'zod';
import { defineControl, done } from './define.ts';

const LONGEST_MS = 400 * 24 * 60 * 60 * 1000;

export const readClock = defineControl({
  name: 'clock.read',
  arguments: z.strictObject({}),
  answer: ({ clock }) => done({ now: clock.now().toISOString(), ahead_ms: clock.now().getTime() - Date.now() }),
});

/** Sets the workspace's clock forward: what falls due on the way, such as a redelivery, happens. It cannot be set back. */
export const advanceClock = defineControl({
  name: 'clock.advance',
  arguments: z.strictObject({ ms: z.coerce.number().int().min(0).max(LONGEST_MS) }),
  async answer({ clock }, { ms }) {
    await clock.advance(ms);
    return done({ now: clock.now().toISOString() });
  },
});
