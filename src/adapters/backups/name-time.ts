const named = /(?:^|[_-])(20\d\d)(\d\d)(\d\d)(?:_(\d\d)(\d\d)(\d\d))?$/;
const DAY_MS = 24 * 3_600_000;

/**
 * When an archive was taken, as far as its name and its file tell: copying gives a file a new time, but not a new name.
 * A name without a zone is read as UTC, as everything in the platform; nothing is taken after its file was written.
 */
export function takenAtOf(name: string, fileTime: Date): Date {
  const [, year, month, day, hour, minute, second] = named.exec(name) ?? [];
  if (year === undefined) return fileTime;
  const time = new Date(`${year}-${month}-${day}T${hour ?? '00'}:${minute ?? '00'}:${second ?? '00'}Z`);
  if (Number.isNaN(time.getTime()) || fileTime < time) return fileTime;
  // A name that has only its day leaves the hour to the file, as long as that was written on this day.
  const isOfThatDay = hour === undefined && fileTime.getTime() - time.getTime() < DAY_MS;
  return isOfThatDay ? fileTime : time;
}
