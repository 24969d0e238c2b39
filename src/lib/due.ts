import { CronExpressionParser } from 'cron-parser';

/** So many instants are looked at: a year and a quarter of daily ones. */
const furthest = 460;

type Picks = (at: Date) => boolean;

/**
 * The last instant at or before `now`, and not before `earliest`, at which a cron pattern was due in a time zone, of those that are picked.
 * Throws on a pattern that is none.
 */
export function lastDue(cron: string, timezone: string, now: Date, earliest: Date, picks: Picks = () => true): Date | undefined {
  // prev() is exclusive, so one second later makes the present instant count.
  const instants = CronExpressionParser.parse(cron, { tz: timezone, currentDate: new Date(now.getTime() + 1000) });
  return found(() => instants.prev().toDate(), picks, earliest);
}

/** The next instant after `now`. */
export function nextDue(cron: string, timezone: string, now: Date, picks: Picks = () => true): Date | undefined {
  const instants = CronExpressionParser.parse(cron, { tz: timezone, currentDate: now });
  return found(() => instants.next().toDate(), picks);
}

function found(step: () => Date, picks: Picks, earliest?: Date): Date | undefined {
  for (let looked = 0; looked < furthest; looked += 1) {
    const at = step();
    if (earliest && at < earliest) return undefined;
    if (picks(at)) return at;
  }
  return undefined;
}
