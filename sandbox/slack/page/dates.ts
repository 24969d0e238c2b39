const DAY_MS = 86_400_000;

/** Fills Slack's date format in the viewer's own zone and language. An unknown placeholder stays as it is. */
export function formatDate(unix: number, format: string, now: Date, zone?: string): string {
  const date = new Date(unix * 1000);
  return format.replaceAll(/\{(\w+)\}/g, (whole, name: string) => fill(name, date, now, zone) ?? whole);
}

function fill(name: string, date: Date, now: Date, zone: string | undefined): string | undefined {
  const show = (options: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(undefined, { ...options, ...(zone ? { timeZone: zone } : {}) }).format(date);
  const pretty = (options: Intl.DateTimeFormatOptions): string => nearDay(date, now, zone) ?? show(options);
  const short: Intl.DateTimeFormatOptions = { month: 'short', day: 'numeric', year: 'numeric' };
  const plain: Intl.DateTimeFormatOptions = { month: 'long', day: 'numeric', year: 'numeric' };
  const long: Intl.DateTimeFormatOptions = { ...plain, weekday: 'long' };
  switch (name) {
    case 'date_num':
      return new Intl.DateTimeFormat('sv-SE', zone ? { timeZone: zone } : {}).format(date);
    case 'date':
      return show(plain);
    case 'date_short':
      return show(short);
    case 'date_long':
      return show(long);
    case 'date_pretty':
      return pretty(plain);
    case 'date_short_pretty':
      return pretty(short);
    case 'date_long_pretty':
      return pretty(long);
    case 'time':
      return show({ hour: 'numeric', minute: '2-digit' });
    case 'time_secs':
      return show({ hour: 'numeric', minute: '2-digit', second: '2-digit' });
    case 'ago':
      return ago(date, now);
    default:
      return undefined;
  }
}

/** "today", "yesterday" or "tomorrow" as the viewer's calendar says. */
function nearDay(date: Date, now: Date, zone?: string): string | undefined {
  const dayOf = (moment: Date): number => Date.parse(new Intl.DateTimeFormat('sv-SE', zone ? { timeZone: zone } : {}).format(moment));
  const days = Math.round((dayOf(date) - dayOf(now)) / DAY_MS);
  return { '-1': 'yesterday', '0': 'today', '1': 'tomorrow' }[String(days)];
}

function ago(date: Date, now: Date): string {
  const seconds = Math.round((date.getTime() - now.getTime()) / 1000);
  const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ];
  const [unit, size] = units.find((each) => Math.abs(seconds) >= each[1]) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}
