import type { Status } from '../core/finding.ts';
import { isSchedule } from '../core/gate.ts';

/** Always with the word, never by colour alone. */
export const marks: Readonly<Record<Status, string>> = { critical: '🔴', warn: '🟡', unknown: '⚪', ok: '🟢', skipped: '⏭' };

/** A moment in the reader's own zone; works in mrkdwn only, the fallback is UTC. */
export function moment(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty}, {time}|${utc(at)}>`;
}

/** Only the time of day, in the reader's zone. */
export function clock(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{time}|${at.toISOString().slice(11, 16)} UTC>`;
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/** Mentions a person; schedules have no account. */
export function who(id: string): string {
  return isSchedule(id) ? `the schedule ${id.slice('schedule:'.length)}` : `<@${id}>`;
}
