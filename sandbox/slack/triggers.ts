import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.ts';
import { SlackError } from './errors.ts';
import { team } from './identity.ts';

/** Single-use rights to open a view, given with each command and interaction. */
export interface Triggers {
  /** For what this person has just done. */
  issue(user: string): string;
  /** Uses the right, and says whose it was. Throws Slack's error for a trigger_id that is wrong, too old or used. */
  redeem(id: string): string;
}

/** Slack's own limit. */
const VALID_MS = 3000;
const MOST_KEPT = 1000;

export function createTriggers({ now }: Pick<Clock, 'now'>): Triggers {
  const issued = new Map<string, { readonly user: string; readonly until: number; readonly used: boolean }>();
  return {
    issue(user) {
      const id = `${now().getTime()}.${team.id.slice(1)}.${randomBytes(16).toString('hex')}`;
      issued.set(id, { user, until: now().getTime() + VALID_MS, used: false });
      for (const oldest of issued.keys()) {
        if (issued.size <= MOST_KEPT) break;
        issued.delete(oldest);
      }
      return id;
    },
    redeem(id) {
      const trigger = issued.get(id);
      if (!trigger) throw new SlackError('invalid_trigger_id');
      if (trigger.used) throw new SlackError('exchanged_trigger_id');
      if (trigger.until <= now().getTime()) throw new SlackError('expired_trigger_id');
      issued.set(id, { ...trigger, used: true });
      return trigger.user;
    },
  };
}
