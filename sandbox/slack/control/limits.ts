import { z } from 'zod';
import { profiles } from '../limits/limits.ts';
import { defineControl, done } from './define.ts';

export const readLimits = defineControl({
  name: 'limits.read',
  arguments: z.strictObject({}),
  answer: ({ limits }) => done({ profile: limits.profile(), profiles }),
});

/** Chooses how strict the rate limits are. */
export const setLimits = defineControl({
  name: 'limits.set',
  arguments: z.strictObject({ profile: z.enum(['slack', 'tight', 'off']) }),
  answer({ limits }, { profile }) {
    limits.choose(profile);
    return done({ profile });
  },
});
