import { z } from 'zod';
import { defineControl, done } from './define.ts';

const Names = z.union([z.array(z.string()), z.string().transform((text) => text.split(',').map((name) => name.trim()))]).default([]);

/**
 * Whether the application behaves: 200 when no envelope waits for its ack and no call or envelope went wrong, else 409, so that
 * `curl --fail` is enough for a script. `allow` names problems to overlook, as they stand in the answer: `<what>: <says>`.
 */
export const checkTraffic = defineControl({
  name: 'traffic.check',
  arguments: z.strictObject({ allow: Names }),
  answer({ traffic }, { allow }) {
    const verdict = traffic.verdict(allow);
    return { status: verdict.clean ? 200 : 409, body: { ok: verdict.clean, ...verdict } };
  },
});

export const listTraffic = defineControl({
  name: 'traffic.list',
  arguments: z.strictObject({ after: z.coerce.number().int().min(0).default(0) }),
  answer: ({ traffic }, { after }) => done({ ...traffic.entries(after), verdict: traffic.verdict() }),
});

export const clearTraffic = defineControl({
  name: 'traffic.clear',
  arguments: z.strictObject({}),
  answer({ traffic }) {
    traffic.clear();
    return done();
  },
});
