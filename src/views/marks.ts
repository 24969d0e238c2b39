import type { Status } from '../core/finding.ts';
import { isSchedule } from '../core/gate.ts';
import { minute } from '../lib/words.ts';

/** Always with the word, never by colour alone. */
export const marks: Readonly<Record<Status, string>> = { critical: '🔴', warn: '🟡', unknown: '⚪', ok: '🟢', skipped: '⏭' };

/** A moment in the reader's own zone; works in mrkdwn only, the fallback is UTC. */
export function moment(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{date_short_pretty}, {time}|${minute(at)}>`;
}

/** Only the time of day, in the reader's zone. */
export function clock(at: Date): string {
  return `<!date^${Math.floor(at.getTime() / 1000)}^{time}|${at.toISOString().slice(11, 16)} UTC>`;
}

/** The minutes that findings and facts name, in the reader's own zone; what stands in code or in Slack's own mark-up stays as it is. */
export function inReadersZone(mrkdwn: string): string {
  return mrkdwn.replaceAll(/`[^`]*`|<[^>]*>|(?<day>\d{4}-\d\d-\d\d) (?<time>\d\d:\d\d) UTC/g, (found, day?: string, time?: string) => {
    const at = new Date(`${day}T${time}Z`);
    return day === undefined || Number.isNaN(at.getTime()) ? found : moment(at);
  });
}

/** Mentions a person; schedules have no account. */
export function who(id: string): string {
  return isSchedule(id) ? `the schedule ${id.slice('schedule:'.length)}` : `<@${id}>`;
}
