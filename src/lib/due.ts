import { CronExpressionParser } from 'cron-parser';

/** The last instant at or before `now` at which a cron pattern was due in a time zone. Throws on a pattern that is none. */
export function lastDue(cron: string, timezone: string, now: Date): Date {
  // prev() is exclusive, so one second later makes the present instant count.
  return CronExpressionParser.parse(cron, { tz: timezone, currentDate: new Date(now.getTime() + 1000) })
    .prev()
    .toDate();
}
